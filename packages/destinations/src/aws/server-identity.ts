import { fromContainerMetadata, fromEnv, fromInstanceMetadata, fromTokenFile } from '@aws-sdk/credential-providers'
import type { AwsServerIdentity, ServerIdentitySource } from '@bonafide/core'
import { type AwsKeys, usableUntil } from './keys.ts'
import { whoHas } from './sts.ts'

type AwsCredentialProvider = ReturnType<typeof fromEnv>

/** Where an identity of the server's own may come from, the most deliberate one first. IMDS is asked in version 2 alone. */
const sources: { source: ServerIdentitySource; open(): AwsCredentialProvider }[] = [
  { source: 'environment', open: () => fromEnv() },
  { source: 'web_identity', open: () => fromTokenFile() as AwsCredentialProvider },
  { source: 'container', open: () => fromContainerMetadata({ timeout: 1000, maxRetries: 0 }) },
  { source: 'instance_profile', open: () => fromInstanceMetadata({ timeout: 1000, maxRetries: 0, ec2MetadataV1Disabled: true }) },
]

/** Keys of the server's own, and where they are from. */
export interface ServerKeys {
  source: ServerIdentitySource
  keys: AwsKeys
}

/** The server's own side of AWS, remembered: a machine that has none takes seconds to say so. */
export interface AwsServer {
  /** Null where there is none. */
  keys(): Promise<ServerKeys | null>
  /** What a trust policy has to name. Null when the server is nobody. Fails with a `DestinationFailure`. */
  identity(): Promise<AwsServerIdentity | null>
}

/** So long what was found is believed; a profile that is attached to the machine is noticed within half a minute. */
const foundForMs = 5 * 60_000
const missedForMs = 30_000

/** `region`: where the server asks who it is. */
export function createAwsServer({ region, now }: { region: string; now(): number }): AwsServer {
  const keys = remembered(findServerKeys, now, (found) =>
    found === null ? missedForMs : Math.min(foundForMs, usableUntil(found.keys, now()) - now()),
  )
  const identity = remembered(
    async () => {
      const found = await keys()
      if (!found) return null
      const { arn, account } = await whoHas(found.keys, region, null)
      return { source: found.source, arn: roleBehind(arn), account }
    },
    now,
    (found) => (found === null ? missedForMs : foundForMs),
  )
  return { keys, identity }
}

async function findServerKeys(): Promise<ServerKeys | null> {
  for (const { source, open } of sources) {
    const found = await open()().catch(() => null)
    if (!found) continue
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = found
    return { source, keys: { accessKeyId, secretAccessKey, sessionToken, expiresAt: expiration } }
  }
  return null
}

/** Asks once for everybody who waits, and again when the answer has become too old; a failure is not kept. */
function remembered<Value>(find: () => Promise<Value>, now: () => number, goodForMs: (value: Value) => number): () => Promise<Value> {
  let kept: { value: Promise<Value>; until: number } | undefined
  return () => {
    if (kept && now() < kept.until) return kept.value
    const value = find()
    const mine = { value, until: Number.POSITIVE_INFINITY }
    kept = mine
    value.then(
      (found) => {
        mine.until = now() + goodForMs(found)
      },
      () => {
        if (kept === mine) kept = undefined
      },
    )
    return value
  }
}

/** Trust policies name a role, not its session: `arn:aws:sts::1:assumed-role/name/session` → `arn:aws:iam::1:role/name`. */
function roleBehind(arn: string): string {
  const match = /^arn:(aws[a-z-]*):sts::(\d{12}):assumed-role\/([^/]+)\//.exec(arn)
  return match ? `arn:${match[1]}:iam::${match[2]}:role/${match[3]}` : arn
}
