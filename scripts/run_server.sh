#!/bin/sh
# Starts the server for `make run` and ends it when make is told to end.
#
# GNU make passes SIGTERM on to its children. A SIGINT sent to make alone it does not: it waits
# for them with SIGINT blocked. Where the system shows blocked signals, that is what we look for
# (so this script must be started by make itself, with `exec`).

"$1" -m tongzhou serve &
server=$!
trap 'kill -TERM "$server" 2>/dev/null' INT TERM HUP

# The last hexadecimal digit of SigBlk holds SIGHUP, SIGINT and SIGQUIT as 1, 2 and 4.
make_is_interrupted() {
    kill -0 "$PPID" 2>/dev/null || return 0
    while read -r key value; do
        if [ "$key" = SigBlk: ]; then
            case "$value" in *[2367abef]) return 0 ;; *) return 1 ;; esac
        fi
    done 2>/dev/null <"/proc/$PPID/status"
    return 1
}

while kill -0 "$server" 2>/dev/null; do
    if make_is_interrupted; then kill -TERM "$server"; fi
    sleep 0.5
done
wait "$server"
