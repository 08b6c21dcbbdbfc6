/** `.../ROOM/static/OTHER/js/x.js` lies in `.../OTHER/static/OTHER/js/x.js`. */
const AS_SERVED = /\/tongzhou\/\w+\/static\/(\w+)\//;

/**
 * @param {string} specifier
 * @param {{parentURL?: string}} context
 * @param {(specifier: string, context: object) => Promise<{url: string}>} next
 */
export function resolve(specifier, context, next) {
  if (!specifier.startsWith(".") || !context.parentURL) return next(specifier, context);
  const { href } = new URL(specifier, context.parentURL);
  return next(href.replace(AS_SERVED, "/tongzhou/$1/static/$1/"), context);
}
