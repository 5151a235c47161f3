import { shellWord } from '../../snippets/shell.ts'
import { type Asking, audienceOf } from './asking.ts'
import { projectedToken } from './kubernetes.ts'
import { type OidcPlatform, platformOf } from './platform.ts'

const metadata = 'http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity'
const ownFile = '/path/to/token'

/** The file that holds the token, where it is in one. */
export const tokenFileOf = ({ config }: Asking): string => (platformOf(config) === 'kubernetes' ? projectedToken : ownFile)

const asks: Partial<Record<OidcPlatform, (audience: string) => string[]>> = {
  gcp: (audience) => [
    `jwt=$(curl -sS --fail-with-body -G -H 'Metadata-Flavor: Google' ${metadata} \\`,
    `  --data-urlencode ${shellWord(`audience=${audience}`)} --data-urlencode format=full)`,
  ],
  aws: (audience) => [
    'jwt=$(aws sts get-web-identity-token --region AWS_REGION_NAME --signing-algorithm ES384 --duration-seconds 300 \\',
    `  --audience ${shellWord(audience)} --query WebIdentityToken --output text)`,
  ],
  spiffe: (audience) => [
    `jwt=$(spire-agent api fetch jwt -audience ${shellWord(audience)} -output json | jq -er '[.[] | .svids[]? | .svid][0]')`,
  ],
}

/** Lines of a script that put the token of the platform into `$jwt`. */
export const jwtLines = (asking: Asking): string[] =>
  asks[platformOf(asking.config)]?.(audienceOf(asking)) ?? [`jwt=$(cat ${shellWord(tokenFileOf(asking))})`]
