import type { AwsServerIdentity, CloudSetup, SetupNames } from '@bonafide/core'
import { awsCliTexts } from './aws-cli.ts'
import { cloudFormationTexts } from './cloudformation.ts'
import { consoleTexts } from './console.ts'
import { namesSchema, placeholders } from './names.ts'
import { optionalTexts } from './optional-steps.ts'
import type { SetupPlan } from './plan.ts'
import { terraformTexts } from './terraform.ts'

/** Whoever fills in a form asks for the texts again and again, while the server stays who it is. */
const identityKeptForMs = 60_000

export interface SetupOptions {
  now?(): number
  identityIn(region: string): Promise<AwsServerIdentity | null>
}

/** How AWS is made ready for a credential, with this server's own ARN where a role has to name it. */
export function createCloudSetup({ now = Date.now, identityIn }: SetupOptions): CloudSetup {
  const known = new Map<string, { until: number; principal: Promise<string> }>()
  // Without an identity, or where AWS does not say whose it is, the texts are made all the same: a placeholder says what is missing.
  const ask = (region: string): Promise<string> =>
    identityIn(region).then(
      (identity) => identity?.arn ?? placeholders.principal,
      () => placeholders.principal,
    )
  const principalIn = ({ kind, region }: SetupNames): Promise<string> => {
    if (kind !== 'aws_assume_role') return Promise.resolve(placeholders.principal)
    const kept = known.get(region)
    if (kept && kept.until > now()) return kept.principal
    const principal = ask(region)
    known.set(region, { until: now() + identityKeptForMs, principal })
    return principal
  }
  return {
    namesSchema,
    async texts(names, trust) {
      const plan: SetupPlan = { names, trust, principal: await principalIn(names) }
      return [...awsCliTexts(plan), ...optionalTexts(plan), ...cloudFormationTexts(plan), ...terraformTexts(plan), ...consoleTexts(plan)]
    },
  }
}
