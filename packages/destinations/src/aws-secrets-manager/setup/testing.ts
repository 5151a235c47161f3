import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CredentialKindId, SetupNames, SetupText, SetupTrust } from '@bonafide/core'
import { createCloudSetup } from './setup.ts'

export const region = 'eu-central-1'
export const account = '111122223333'
export const serverArn = 'arn:aws:iam::444455556666:role/BonafideServer'
export const kmsKeyArn = `arn:aws:kms:${region}:${account}:key/0b1c2d3e-0000-4000-8000-000000000000`
export const kinds: readonly CredentialKindId[] = ['aws_assume_role', 'aws_access_keys', 'aws_web_identity']

export const names = (more: Partial<SetupNames> = {}): SetupNames => ({
  kind: 'aws_assume_role',
  region,
  policyName: 'bonafide-secrets-manager',
  roleName: 'bonafide-secrets-sync',
  externalId: 'e'.repeat(64),
  asksExternalId: true,
  account,
  secretName: 'shop/production',
  kmsKeyArn,
  ...more,
})

export const trust: SetupTrust = {
  issuer: 'https://bonafide.example',
  subjects: ['organisation:1:credential:*', 'organisation:1:app:2:environment:*:sync:*'],
}

export const textsOf = (
  more: Partial<SetupNames> = {},
  arn: string | null = serverArn,
  trusted: SetupTrust = trust,
): Promise<SetupText[]> => createCloudSetup({ serverIdentity: async () => (arn === null ? null : { arn }) }).texts(names(more), trusted)

/** What would do harm if it were anything else than a name. */
export const hostileNames = [
  '$(touch harm)',
  '`touch harm`',
  "'; touch harm; '",
  '"; touch harm; "',
  '\n touch harm\n',
  '\\',
  '${jsonencode(1)}',
  '%{ if true }x%{ endif }',
  '" }\nresource "evil" "x" {',
  'a: b # c',
  '- x',
  '*anchor &other !tag |',
  '{"a": 1}',
  '2010-09-09',
  'true',
  'ü 漢字 🦊 \u2028',
] as const

/** Runs commands with stand-ins for the programs that they call; answers each call with its arguments, and what was left in the folder. */
export function run(code: string, programs: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'setup-'))
  const fileOf = (name: string) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : null)
  try {
    for (const [name, answer] of Object.entries({ aws: `echo ${account}`, bonafide: '', ...programs })) {
      const script = `#!/bin/bash\nprintf '%s\\0' "\${0##*/}" "$@" $'\\n' >>"$CALLS"\n${answer}\n`
      writeFileSync(join(folder, name), script)
      chmodSync(join(folder, name), 0o755)
    }
    const env = { PATH: `${folder}:/usr/bin:/bin`, LC_ALL: 'C.UTF-8', CALLS: join(folder, 'calls') }
    const { status, stderr, stdout } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', code], { cwd: folder, env, encoding: 'utf8' })
    const calls: string[][] = [[]]
    for (const word of (fileOf('calls') ?? '').split('\0').slice(0, -1)) word === '\n' ? calls.push([]) : calls.at(-1)?.push(word)
    return { status, stderr, stdout, calls: calls.slice(0, -1), harmed: existsSync(join(folder, 'harm')), dotEnv: fileOf('.env') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
