import type { Metadata } from 'next'
import { Section } from '../../../../components/page-header.tsx'
import { describeApi, requireViewer } from '../../../../server/for-pages.ts'
import { AccountPicker, Example } from '../account.tsx'
import { FactTable, Word } from '../fact-table.tsx'
import { RestReference } from './rest-reference.tsx'

export const metadata: Metadata = { title: 'API · Developers' }

const exchange = `curl -sS HOST_OF_SERVER/api/v1/auth/azure -H 'Content-Type: application/json' -d '{
  "account": { "type": "service", "id": "SERVICE_ACCOUNT_ID" },
  "azureEntra": { "jwt": "BASE64_OF_THE_TOKEN" },
  "tokenRequest": { "ttl": 900 }
}'`

const secrets = `curl -sS "HOST_OF_SERVER/service/public/v1/secrets/?app_id=APP_ID&env=production" \\
  -H "Authorization: Bearer $BEARER_TOKEN"`

const graphql = `curl -sS HOST_OF_SERVER/api/graphql -H 'Content-Type: application/json' \\
  -H "Authorization: Bearer $BONAFIDE_TOKEN" -d '{ "query": "{ viewer { id name } }" }'`

const refusals = [
  ['400', 'malformed_request, ttl_invalid, ttl_exceeds_max', 'The shape is wrong and nothing was dialled, or the lifetime is.'],
  ['401', 'login_denied', 'Refused before the platform vouched for the caller; the reason is for administrators alone.'],
  [
    '403',
    'principal_not_trusted, audience_mismatch, subject_not_trusted, claim_mismatch',
    'The platform vouched, and no identity bound to the account trusts it.',
  ],
  ['429', 'rate_limited', 'Retry-After says when to come back.'],
  ['500', 'mint_failed, internal_error', 'Ours: the request id finds it in the log.'],
  [
    '502, 503, 504',
    'upstream_error, unavailable, upstream_timeout',
    'The platform, or we, cannot answer now. Try again with a fresh proof.',
  ],
]

export default async function ApiPage() {
  await requireViewer()
  const document = await describeApi()
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <div id="api-reference" className="scroll-mt-20">
        <Section title="API reference">
          <div className="flex flex-col gap-4">
            <p>
              REST is for machines: trade a proof for a token, read and write secrets, follow what happens. GraphQL is for administration.
              Ids are UUIDs, times ISO 8601, lifetimes whole seconds.
            </p>
            <AccountPicker />
            <h3 className="text-base">A token for a proof</h3>
            <p>
              No <Word>Authorization</Word> is needed: the proof is one. The answer has <Word>token</Word>, which signs requests and
              decrypts, and <Word>bearerToken</Word>, which goes behind <Word>Bearer</Word>.
            </p>
            <Example label="Exchange with curl" code={exchange} />
            <p>
              A token of any other issuer goes to <Word>/api/v1/auth/oidc</Word> in <Word>oidc</Word>, a signed request to{' '}
              <Word>/api/v1/auth/aws-iam</Word> in <Word>awsIam</Word>.
            </p>
            <FactTable caption="Refusals of an exchange" heads={['Status', 'Codes', 'Meaning']} rows={refusals} />
            <p>
              Refusals are <Word>application/problem+json</Word> with <Word>code</Word> and <Word>requestId</Word>; the id finds the
              exchange in this console.
            </p>
            <h3 className="text-base">Secrets</h3>
            <Example label="Secrets with curl" code={secrets} />
            <h3 className="text-base">GraphQL</h3>
            <Example label="GraphQL with curl" code={graphql} />
          </div>
        </Section>
      </div>
      <RestReference document={document} />
    </div>
  )
}
