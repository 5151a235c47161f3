/** Ways to sign in with a token that an OIDC issuer gave the workload: any issuer, or one of the platforms that are known by name. */
export const oidcModes = ['oidc', 'github', 'gitlab', 'gcp', 'kubernetes', 'spiffe'] as const
export type OidcMode = (typeof oidcModes)[number]

/** Ways to sign in with the identity that a machine has, without a token of ours. */
export const machineModes = ['aws-iam', 'azure', ...oidcModes] as const
export type MachineMode = (typeof machineModes)[number]
