import type { CloudSetup, SetupNames } from '@bonafide/core'
import { awsCliTexts } from './aws-cli.ts'
import { cloudFormationTexts } from './cloudformation.ts'
import { consoleTexts } from './console.ts'
import { namesSchema, placeholders } from './names.ts'
import { optionalTexts } from './optional-steps.ts'
import { terraformTexts } from './terraform.ts'

/** Who this server is in AWS: null where it is nobody. */
export interface ServerInAws {
  serverIdentity(): Promise<{ arn: string } | null>
}

/** How AWS is made ready for a credential, with this server's own ARN where a role has to name it. */
export function createCloudSetup({ serverIdentity }: ServerInAws): CloudSetup {
  // Without an identity, or where AWS does not say whose it is, the texts are made all the same: a placeholder says what is missing.
  const principalFor = async ({ kind }: SetupNames): Promise<string> => {
    if (kind !== 'aws_assume_role') return placeholders.principal
    const identity = await serverIdentity().catch(() => null)
    return identity?.arn ?? placeholders.principal
  }
  return {
    namesSchema,
    async texts(names, trust) {
      const plan = { names, trust, principal: await principalFor(names) }
      return [...awsCliTexts(plan), ...optionalTexts(plan), ...cloudFormationTexts(plan), ...terraformTexts(plan), ...consoleTexts(plan)]
    },
  }
}
