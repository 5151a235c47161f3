import manifest from '../package.json' with { type: 'json' }

/** The version of this command, as its package says. */
export const cliVersion: string = manifest.version
