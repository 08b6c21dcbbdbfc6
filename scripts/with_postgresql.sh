#!/usr/bin/env bash
# Runs a command against a throw-away PostgreSQL cluster: scripts/with_postgresql.sh make test
set -euo pipefail

bin=$(dirname "$(ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -1)")
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed (apt-get install postgresql)" >&2; exit 2; }
folder=$(mktemp -d -t tongzhou-postgresql-XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')

# PostgreSQL refuses to run as root.
if [ "$(id -u)" -eq 0 ]; then
    chown postgres "$folder"
    as_owner() { (cd "$folder" && runuser -u postgres -- "$@"); }
else
    as_owner() { "$@"; }
fi

stop() {
    as_owner "$bin/pg_ctl" --pgdata "$folder/data" --mode immediate --silent stop || true
    rm -rf "$folder"
}
trap stop EXIT

as_owner "$bin/initdb" --pgdata "$folder/data" --username tongzhou --auth trust \
    --encoding UTF8 --locale C.UTF-8 --no-sync >/dev/null
# Nothing here needs to survive a power cut.
as_owner "$bin/pg_ctl" --pgdata "$folder/data" --log "$folder/log" --silent --wait start --options \
    "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$folder -c fsync=off -c max_connections=200"
for name in tongzhou tongzhou_keys; do
    as_owner "$bin/createdb" --host 127.0.0.1 --port "$port" --username tongzhou \
        --maintenance-db postgres "$name"
done

export DATABASE_URL="postgres://tongzhou@127.0.0.1:$port/tongzhou"
export KEYS_DATABASE_URL="postgres://tongzhou@127.0.0.1:$port/tongzhou_keys"
"$@"
