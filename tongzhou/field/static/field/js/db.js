// What the phone keeps, in IndexedDB. The logic sees only `Store`, so that it is tested without a
// browser. A write is over when it is on the disk ("strict"), not before.

/**
 * @typedef {{
 *   get: (table: string, key: string) => Promise<any>,
 *   all: (table: string) => Promise<any[]>,
 *   inState: (table: string, state: string) => Promise<any[]>,
 *   put: (table: string, key: string, value: any) => Promise<void>,
 *   remove: (table: string, key: string) => Promise<void>,
 * }} Rows
 * @typedef {{
 *   read: <T>(deed: (rows: Rows) => Promise<T>) => Promise<T>,
 *   write: <T>(deed: (rows: Rows) => Promise<T>) => Promise<T>,
 * }} Store
 */

const NAME = "tongzhou-field";
const VERSION = 2;
/** `entries` by id, `state` by name, `carried` (another phone's entries) by id. */
const TABLES = ["entries", "state", "carried"];
/** What is found by its state: a phone that is weeks old holds thousands that were sent. */
const BY_STATE = ["entries", "carried"];

/**
 * Opens the store; rejects where the browser has none (a private window, a full disk).
 * @param {IDBFactory} factory
 * @returns {Promise<Store>}
 */
export async function openStore(factory) {
  const request = factory.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    const { result, transaction } = request;
    for (const table of TABLES) {
      if (!result.objectStoreNames.contains(table)) result.createObjectStore(table);
    }
    for (const table of BY_STATE) transaction?.objectStore(table).createIndex("state", "state");
  };
  const database = await settled(request);
  // A newer program in another tab may change the tables; this one opens again when reloaded.
  database.onversionchange = () => database.close();
  return {
    read: (deed) => within(database, "readonly", deed),
    write: (deed) => within(database, "readwrite", deed),
  };
}

/**
 * @template T
 * @param {IDBDatabase} database @param {"readonly"|"readwrite"} mode
 * @param {(rows: Rows) => Promise<T>} deed
 * @returns {Promise<T>}
 */
async function within(database, mode, deed) {
  const transaction = database.transaction(TABLES, mode, { durability: "strict" });
  const over = new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(undefined);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
  over.catch(() => undefined);
  try {
    const result = await deed(rowsOf(transaction));
    await over;
    return result;
  } catch (error) {
    abort(transaction);
    throw error;
  }
}

/** @param {IDBTransaction} transaction */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It is over already, and its own error is the one to tell.
  }
}

/** @param {IDBTransaction} transaction @returns {Rows} */
function rowsOf(transaction) {
  /** @param {string} table */
  const of = (table) => transaction.objectStore(table);
  return {
    get: (table, key) => settled(of(table).get(key)),
    all: (table) => settled(of(table).getAll()),
    inState: (table, state) => settled(of(table).index("state").getAll(state)),
    put: async (table, key, value) => void (await settled(of(table).put(value, key))),
    remove: async (table, key) => void (await settled(of(table).delete(key))),
  };
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("not stored"));
  });
}
