/** Stands for libraries that a bundle has no use for: what is asked of them at the start gives nothing. */
module.exports = { defaultLocale: () => null, loader: () => null };
