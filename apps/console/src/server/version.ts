import packageJson from '../../package.json' with { type: 'json' }

/** The product's version, as health and discovery tell it. */
export const version: string = packageJson.version
