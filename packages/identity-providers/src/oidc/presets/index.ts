import { awsOutbound } from './aws-outbound.ts'
import { azureDevops } from './azure-devops.ts'
import { bitbucket } from './bitbucket.ts'
import { buildkite } from './buildkite.ts'
import { circleci } from './circleci.ts'
import { cognito } from './cognito.ts'
import { generic } from './generic.ts'
import { githubActions } from './github-actions.ts'
import { gitlabCi } from './gitlab-ci.ts'
import { googleCloud } from './google-cloud.ts'
import { kubernetes } from './kubernetes.ts'
import type { OidcPreset } from './preset.ts'
import { spiffe } from './spiffe.ts'
import { terraformCloud } from './terraform-cloud.ts'

/** Every platform that has questions of its own, in the order of the list; what fits none comes last. */
export const oidcPresets: readonly OidcPreset[] = [
  githubActions,
  gitlabCi,
  kubernetes,
  googleCloud,
  awsOutbound,
  cognito,
  spiffe,
  azureDevops,
  terraformCloud,
  circleci,
  buildkite,
  bitbucket,
  generic,
]
