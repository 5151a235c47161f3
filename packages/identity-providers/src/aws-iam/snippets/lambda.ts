import type { Snippet, SnippetPlace } from '@bonafide/core'
import { accountOf, snippet } from '../../snippets/snippet.ts'
import { stsHostOfUrl } from '../endpoints.ts'
import type { AwsIamConfig } from '../schema.ts'
import { callerIdentityBody, formContentTypes, serverBindingHeader } from '../signed-request.ts'

/** A function that signs for itself: what the command does, in some lines. */
export function lambdaFunction({ principals, stsEndpoint }: AwsIamConfig, place: SnippetPlace): Snippet {
  const pinned = stsEndpoint === null ? undefined : stsHostOfUrl(stsEndpoint)
  const suffix = principals.some((arn) => arn.startsWith('arn:aws-cn:')) ? '.amazonaws.com.cn' : '.amazonaws.com'
  return snippet({
    kind: 'lambda',
    title: 'Lambda',
    language: 'javascript',
    fileName: 'index.mjs',
    about: 'A function of Lambda, or any program for Node.js, that signs the request itself.',
    lines: [
      "import { randomBytes } from 'node:crypto'",
      "import { Sha256 } from '@aws-crypto/sha256-js'",
      "import { fromNodeProviderChain } from '@aws-sdk/credential-providers'",
      "import { SignatureV4 } from '@smithy/signature-v4'",
      '',
      `const server = ${JSON.stringify(place.serverUrl)}`,
      `const account = ${JSON.stringify(accountOf(place))}`,
      ...(pinned
        ? [`const region = ${JSON.stringify(pinned.region)}`, `const hostname = ${JSON.stringify(pinned.host)}`]
        : ["const region = process.env.AWS_REGION ?? 'us-east-1'", `const hostname = \`sts.\${region}${suffix}\``]),
      '',
      "const base64 = (text) => Buffer.from(text).toString('base64')",
      '',
      'async function ask(url, init) {',
      '  const answer = await fetch(url, { ...init, signal: AbortSignal.timeout(10_000) })',
      '  if (!answer.ok) throw new Error(`${answer.status}: ${await answer.text()}`)',
      '  return answer.json()',
      '}',
      '',
      '/** Signs sts:GetCallerIdentity for this server and this account; the secret key goes nowhere. */',
      'async function logIn() {',
      `  const body = '${callerIdentityBody}'`,
      "  const signer = new SignatureV4({ service: 'sts', region, credentials: fromNodeProviderChain(), sha256: Sha256 })",
      '  const { headers } = await signer.sign({',
      "    method: 'POST',",
      "    protocol: 'https:',",
      '    hostname,',
      "    path: '/',",
      '    headers: {',
      '      host: hostname,',
      `      'content-type': '${formContentTypes[0]}',`,
      `      '${serverBindingHeader}': \`\${new URL(server).host};\${account};\${randomBytes(16).toString('base64url')}\`,`,
      '    },',
      '    body,',
      '  })',
      '  const awsIam = {',
      "    httpRequestMethod: 'POST',",
      '    httpRequestUrl: base64(`https://${hostname}`),',
      '    httpRequestHeaders: base64(JSON.stringify(headers)),',
      '    httpRequestBody: base64(body),',
      '  }',
      '  const { authentication } = await ask(`${server}/api/v1/auth/aws-iam`, {',
      "    method: 'POST',",
      "    headers: { 'content-type': 'application/json' },",
      "    body: JSON.stringify({ account: { type: 'service', id: account }, awsIam }),",
      '  })',
      '  return authentication.bearerToken',
      '}',
      '',
      'export async function handler() {',
      "  const query = new URLSearchParams({ app_id: 'APP_ID', env: 'ENVIRONMENT' })",
      '  const list = await ask(`${server}/service/public/v1/secrets/?${query}`, { headers: { authorization: `Bearer ${await logIn()}` } })',
      '  const secrets = Object.fromEntries(list.map(({ key, value }) => [key, value]))',
      '  return { names: Object.keys(secrets).sort() }',
      '}',
    ],
    notes: [
      'Bundle it with @aws-crypto/sha256-js, @aws-sdk/credential-providers and @smithy/signature-v4.',
      'The role of the function counts. Keep the secrets for the life of the instance rather than read them in every call.',
      'It answers the names of the secrets alone; their values are in secrets.',
    ],
  })
}
