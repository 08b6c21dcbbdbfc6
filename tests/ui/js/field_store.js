/**
 * A phone's store in memory: what fails inside a write leaves nothing behind, as in a browser.
 * @returns {import("../../../tongzhou/field/static/field/js/db.js").Store}
 */
export function memoryStore() {
  /** @type {Map<string, any>} */
  let kept = new Map();
  let queue = Promise.resolve();
  /** @param {Map<string, any>} rows */
  const over = (rows) => ({
    get: async (/** @type {string} */ table, /** @type {string} */ key) =>
      structuredClone(rows.get(`${table} ${key}`)),
    all: async (/** @type {string} */ table) =>
      [...rows].filter(([key]) => key.startsWith(`${table} `)).map(([, row]) => structuredClone(row)),
    inState: async (/** @type {string} */ table, /** @type {string} */ state) =>
      [...rows]
        .filter(([key, row]) => key.startsWith(`${table} `) && row.state === state)
        .map(([, row]) => structuredClone(row)),
    put: async (/** @type {string} */ table, /** @type {string} */ key, /** @type {any} */ value) =>
      void rows.set(`${table} ${key}`, structuredClone(value)),
    remove: async (/** @type {string} */ table, /** @type {string} */ key) =>
      void rows.delete(`${table} ${key}`),
  });
  return {
    read: (deed) => deed(over(kept)),
    write: (deed) => {
      const done = queue.then(async () => {
        const copy = new Map(kept);
        const result = await deed(over(copy));
        kept = copy;
        return result;
      });
      queue = done.then(
        () => undefined,
        () => undefined,
      );
      return done;
    },
  };
}

/** A phone with an open shift. */
export async function openedStore() {
  const store = memoryStore();
  await store.write(async (rows) => {
    await rows.put("state", "device", { id: "phone", secret: "s", next_seq: 1 });
    await rows.put("state", "shift", { id: "shift" });
    await rows.put("state", "pack", { list: ["a name"] });
  });
  return store;
}
