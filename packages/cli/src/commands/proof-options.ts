import { type Command, Option } from 'commander'
import { usage } from '../failure.ts'
import { type MachineMode, oidcModes } from '../machine-modes.ts'
import type { OidcFlags } from '../oidc-proof.ts'
import { type AzureSource, azureSources } from '../proof.ts'

/** How a machine proves who it is, the same flags on every command that makes it. */
export interface ProofFlags extends OidcFlags {
  azureResource?: string
  azureSource?: AzureSource
}

export function proofOptions(command: Command): Command {
  return command
    .option('--azure-resource <uri>', 'audience of the Azure token (default: https://management.azure.com/)')
    .addOption(
      new Option('--azure-source <source>', 'where the Azure token comes from (default: the first that is there)').choices(azureSources),
    )
    .option('--oidc-audience <text>', "audience of the platform's token (default: the address of the server)")
    .option('--oidc-token-file <path>', 'the file that holds the token, or - for stdin (oidc, kubernetes, spiffe)')
    .option('--oidc-token-env <name>', 'the environment variable that holds the token (oidc, gitlab)')
}

const belongsTo: Record<keyof ProofFlags, readonly MachineMode[]> = {
  azureResource: ['azure'],
  azureSource: ['azure'],
  oidcAudience: oidcModes,
  oidcTokenFile: ['oidc', 'kubernetes', 'spiffe'],
  oidcTokenEnv: ['oidc', 'gitlab'],
}

/** Refuses flags that would be ignored, and a mode that lacks its own. */
export function requireFitting(mode: 'token' | MachineMode | undefined, flags: ProofFlags): void {
  for (const [name, modes] of Object.entries(belongsTo)) {
    if (flags[name as keyof ProofFlags] !== undefined && !modes.some((each) => each === mode))
      throw usage(`--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} belongs to --mode ${modes.join(', ')}.`)
  }
  const { oidcTokenFile, oidcTokenEnv } = flags
  if (mode === 'oidc' && (oidcTokenFile === undefined) === (oidcTokenEnv === undefined))
    throw usage('--mode oidc needs to know where its token is.', 'Add either --oidc-token-file <path> or --oidc-token-env <name>')
}

/** The flags alone, without the others of their command. */
export const proofFlagsOf = ({ azureResource, azureSource, oidcAudience, oidcTokenFile, oidcTokenEnv }: ProofFlags): ProofFlags => ({
  azureResource,
  azureSource,
  oidcAudience,
  oidcTokenFile,
  oidcTokenEnv,
})
