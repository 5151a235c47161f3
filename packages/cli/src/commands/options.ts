import type { Command } from 'commander'

/** The flags that choose an environment, the same on every command that has them. */
export function targetOptions(command: Command): Command {
  return command
    .option('--app <app>', 'name or id of the app (default: .bonafide.json, else the only one)')
    .option('--env <environment>', 'name or id of the environment (default: .bonafide.json, else Development)')
    .option('--path <path>', 'folder of the secrets (default: .bonafide.json, else /)')
}

/** Collects the values of a flag that may be repeated. */
export const repeated = (value: string, previous: string[] | undefined): string[] => [...(previous ?? []), value]
