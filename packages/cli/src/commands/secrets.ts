import type { Command } from 'commander'
import { registerSecretsImport } from './secrets-import.ts'
import { registerSecretsRead } from './secrets-read.ts'
import { registerSecretsWrite } from './secrets-write.ts'

export function registerSecrets(program: Command): void {
  const secrets = program.command('secrets').description('read and write secrets')
  registerSecretsRead(secrets)
  registerSecretsWrite(secrets)
  registerSecretsImport(secrets)
}
