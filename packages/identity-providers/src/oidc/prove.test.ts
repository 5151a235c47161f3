import { describe, expect, test } from 'vitest'
import { type OidcProofOptions, ProofError, proveOidc } from '../proofs.ts'

const serverUrl = 'https://bonafide.example.test'
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const tokenFor = (aud: unknown = serverUrl) =>
  `${encoded({ alg: 'RS256', kid: '1' })}.${encoded({ iss: 'https://issuer.example.test', sub: 'job', aud })}.c2lnbmF0dXJl`
const token = tokenFor()
const envelope = { jwt: Buffer.from(token).toString('base64') }

/** Every way out is closed unless the test opens it. */
const prove = (changes: Partial<OidcProofOptions> & Pick<OidcProofOptions, 'source'>) =>
  proveOidc({
    serverUrl,
    environment: {},
    fetch: () => Promise.reject(new Error('asked the network')),
    run: () => Promise.reject(new Error('ran a program')),
    readFile: () => Promise.reject(new Error('read a file')),
    ...changes,
  })

interface Asked {
  url: string
  init: RequestInit | undefined
}

function answering(response: () => Response): { fetch: typeof globalThis.fetch; asked: Asked[] } {
  const asked: Asked[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    asked.push({ url: String(input), init })
    return response()
  }
  return { fetch, asked }
}

async function refusal(proof: Promise<unknown>): Promise<ProofError> {
  const error = await proof.catch((reason: unknown) => reason)
  if (error instanceof ProofError) return error
  throw new Error('not refused with a ProofError', { cause: error })
}

/** Everything that a person or a log could see of it. */
const shown = ({ message, cause }: ProofError) => `${message} ${cause instanceof Error ? `${cause.message} ${cause.stack}` : String(cause)}`

describe('what is not sent', () => {
  const [header = '', claims = '', signature = ''] = token.split('.')
  test.each([
    ['nothing', ' \n', /No token came from/],
    ['two parts', `${header}.${claims}`, /not a signed JWT/],
    ['no signature', `${header}.${claims}.`, /not a signed JWT/],
    ['five parts', `${header}.${claims}.${signature}.a.b`, /encrypted/],
    ['padding', `${header}.${claims}.${signature}==`, /not a signed JWT/],
    ['words around it', `token: ${token}`, /not a signed JWT/],
    ['two tokens', `${token}\n${token}`, /not a signed JWT/],
    ['a host name', 'www.example.test', /not a signed JWT/],
    ['a list of claims', `${header}.${encoded(['x'])}.${signature}`, /not a signed JWT/],
    ['more than 64 KB', `${header}.${claims}.${'a'.repeat(65_536)}`, /not a signed JWT/],
  ])('%s', async (_, text, sentence) => {
    const error = await refusal(prove({ source: 'file', tokenFile: '/run/token', readFile: async () => text }))
    expect(error.message).toMatch(sentence)
    expect(error.message).toContain('the file /run/token')
    expect(shown(error)).not.toContain(claims)
  })

  test('a token for somebody else, where an audience was given', async () => {
    const given = (aud: unknown) =>
      prove({ source: 'environment', tokenVariable: 'T', environment: { T: tokenFor(aud) }, audience: 'api://bonafide' })
    for (const aud of ['sts.amazonaws.com', ['a', 'b'], undefined, { 'api://bonafide': 1 }, 'api://bonafide/'])
      expect((await refusal(given(aud))).message).toMatch(/not for the audience "api:\/\/bonafide"/)
    expect(await given(['other', 'api://bonafide'])).toEqual({ jwt: Buffer.from(tokenFor(['other', 'api://bonafide'])).toString('base64') })
  })

  test('a token given in place of a name, which is not repeated', async () => {
    for (const options of [
      { source: 'file', tokenFile: token },
      { source: 'kubernetes', tokenFile: token },
      { source: 'environment', tokenVariable: token },
    ] as const) {
      const error = await refusal(prove(options))
      expect(error.message).toMatch(/A token was given where the name/)
      expect(shown(error)).not.toContain(claims)
    }
  })
})

describe('a file or a variable', () => {
  test('that is not there is named', async () => {
    expect((await refusal(prove({ source: 'file', tokenFile: '/run/token' }))).message).toBe(
      'No token can be read from the file /run/token.',
    )
    expect((await refusal(prove({ source: 'file' }))).message).toMatch(/Which file/)
    expect((await refusal(prove({ source: 'environment' }))).message).toMatch(/Which variable/)
    for (const environment of [{}, { MY_TOKEN: '' }, { MY_TOKEN: ' ' }])
      expect((await refusal(prove({ source: 'environment', tokenVariable: 'MY_TOKEN', environment }))).message).toMatch(
        /MY_TOKEN is not set/,
      )
    expect((await refusal(prove({ source: 'environment', tokenVariable: 'constructor' }))).message).toMatch(/constructor is not set/)
  })

  test('gives the token without the white space around it, whomever it is for', async () => {
    expect(await prove({ source: 'file', tokenFile: '/run/token', readFile: async () => `${token}\r\n` })).toEqual(envelope)
    expect(await prove({ source: 'environment', tokenVariable: 'MY_TOKEN', environment: { MY_TOKEN: ` ${token} ` } })).toEqual(envelope)
    const other = tokenFor('somebody-else')
    expect(await prove({ source: 'file', tokenFile: '/run/token', readFile: async () => other })).toEqual({
      jwt: Buffer.from(other).toString('base64'),
    })
  })
})

describe('R-177 GitHub Actions', () => {
  const environment = {
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example.test/1/idtoken?api-version=2.0',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-right',
  }

  test('without the variables says which permission is missing, and asks nobody', async () => {
    for (const name of Object.keys(environment)) {
      const { fetch, asked } = answering(() => Response.json({ value: token }))
      const error = await refusal(prove({ source: 'github', environment: { ...environment, [name]: undefined }, fetch }))
      expect(error.message).toContain('permissions: id-token: write')
      expect(asked).toEqual([])
    }
  })

  test('that refuses, or answers something else, is an error that tells no secret', async () => {
    for (const response of [
      () => new Response('no', { status: 403 }),
      () => Response.json({ token }),
      () => new Response(`${token}`),
      () => Response.json({ value: 7 }),
    ]) {
      const error = await refusal(prove({ source: 'github', environment, ...answering(response) }))
      expect(shown(error)).not.toMatch(/request-right|c2lnbmF0dXJl/)
    }
    const unsendable = { ...environment, ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-right\nx: y' }
    expect(shown(await refusal(prove({ source: 'github', environment: unsendable, fetch: globalThis.fetch })))).not.toContain(
      'request-right',
    )
    const nowhere = { ...environment, ACTIONS_ID_TOKEN_REQUEST_URL: 'nowhere' }
    expect((await refusal(prove({ source: 'github', environment: nowhere }))).message).toMatch(/not an address/)
    expect((await refusal(prove({ source: 'github', environment }))).message).toBe('pipelines.example.test cannot be reached.')
  })

  test('gives a token for the server, or for the audience that was given', async () => {
    const { fetch, asked } = answering(() => Response.json({ count: 1, value: tokenFor(['x', 'a b&c=d', serverUrl]) }))
    const jwt = Buffer.from(tokenFor(['x', 'a b&c=d', serverUrl])).toString('base64')
    expect(await prove({ source: 'github', environment, fetch })).toEqual({ jwt })
    expect(await prove({ source: 'github', environment, fetch, audience: 'a b&c=d' })).toEqual({ jwt })
    expect(asked.map(({ url }) => Object.fromEntries(new URL(url).searchParams))).toEqual([
      { 'api-version': '2.0', audience: serverUrl },
      { 'api-version': '2.0', audience: 'a b&c=d' },
    ])
    expect(asked[0]?.init).toMatchObject({ headers: { authorization: 'Bearer request-right' }, redirect: 'error' })
  })
})

describe('R-177 R-279 GitLab CI', () => {
  test('without its variable says how to declare it', async () => {
    expect((await refusal(prove({ source: 'gitlab' }))).message).toContain(`id_tokens: { BONAFIDE_ID_TOKEN: { aud: "${serverUrl}" } }`)
    const named = await refusal(
      prove({ source: 'gitlab', tokenVariable: 'MINE', audience: 'api://b', environment: { BONAFIDE_ID_TOKEN: token } }),
    )
    expect(named.message).toContain('id_tokens: { MINE: { aud: "api://b" } }')
  })

  test('gives the token of the variable', async () => {
    expect(await prove({ source: 'gitlab', environment: { BONAFIDE_ID_TOKEN: token } })).toEqual(envelope)
    expect(await prove({ source: 'gitlab', tokenVariable: 'MINE', environment: { MINE: token } })).toEqual(envelope)
  })
})

describe('R-275 Google Cloud', () => {
  const flavor = { 'metadata-flavor': 'Google' }

  test('an answer that is not of the metadata server is not taken', async () => {
    for (const headers of [new Headers(), new Headers({ 'metadata-flavor': 'Other' })]) {
      const error = await refusal(prove({ source: 'gcp', ...answering(() => new Response(token, { headers })) }))
      expect(error.message).toMatch(/is not the metadata server/)
    }
  })

  test('a machine without server, account or right says so', async () => {
    expect((await refusal(prove({ source: 'gcp' }))).message).toMatch(
      /^metadata.google.internal cannot be reached. It is there on machines/,
    )
    const answered = (status: number) => answering(() => new Response('x', { status, headers: flavor }))
    expect((await refusal(prove({ source: 'gcp', ...answered(404) }))).message).toMatch(/has no service account/)
    expect((await refusal(prove({ source: 'gcp', ...answered(503) }))).message).toContain('(503)')
    expect((await refusal(prove({ source: 'gcp', environment: { GCE_METADATA_HOST: 'a b' } }))).message).toMatch(/GCE_METADATA_HOST/)
  })

  test('gives a token with the details of the machine, for the audience', async () => {
    const { fetch, asked } = answering(() => new Response(token, { headers: flavor }))
    expect(await prove({ source: 'gcp', fetch })).toEqual(envelope)
    expect(asked[0]).toMatchObject({
      url: `http://metadata.google.internal/computeMetadata/v1/instance/service-accounts/default/identity?audience=${encodeURIComponent(serverUrl)}&format=full`,
      init: { headers: { 'Metadata-Flavor': 'Google' }, redirect: 'error' },
    })
    await prove({ source: 'gcp', fetch, environment: { GCE_METADATA_HOST: '127.0.0.1:8080' } })
    expect(asked[1]?.url).toMatch(/^http:\/\/127\.0\.0\.1:8080\/computeMetadata\//)
  })
})

describe('R-270 Kubernetes', () => {
  const files = (contents: Record<string, string>) => async (path: string) => {
    const text = contents[path]
    if (text === undefined) throw new Error(`ENOENT: ${path}`)
    return text
  }
  const own = '/var/run/secrets/kubernetes.io/serviceaccount/token'

  test("without a projected token says how to project one, and leaves the pod's own alone", async () => {
    const error = await refusal(prove({ source: 'kubernetes', readFile: files({ [own]: token }) }))
    expect(error.message).toContain(`serviceAccountToken (audience: "${serverUrl}", path: token), mounted at /var/run/secrets/bonafide`)
    expect(error.message).toContain('only when it is named')
    expect((await refusal(prove({ source: 'kubernetes', tokenFile: '/x', readFile: files({}) }))).message).toMatch(
      /read from the file \/x\.$/,
    )
  })

  test('gives the projected token, or the one of the file that is named', async () => {
    expect(await prove({ source: 'kubernetes', readFile: files({ '/var/run/secrets/bonafide/token': token }) })).toEqual(envelope)
    expect(await prove({ source: 'kubernetes', tokenFile: own, readFile: files({ [own]: token }) })).toEqual(envelope)
  })
})

describe('R-278 SPIFFE', () => {
  const printed = JSON.stringify([
    {
      svids: [
        { spiffe_id: 'spiffe://example.test/job', svid: token },
        { spiffe_id: 'spiffe://example.test/other', svid: tokenFor('x') },
      ],
    },
    { bundles: { 'spiffe://example.test': 'e30=' } },
  ])

  test('without the program, the agent or an entry says what to do', async () => {
    const missing = Object.assign(new Error('spawn spire-agent ENOENT'), { code: 'ENOENT' })
    expect((await refusal(prove({ source: 'spiffe', run: () => Promise.reject(missing) }))).message).toMatch(/spire-agent is not there/)
    expect((await refusal(prove({ source: 'spiffe' }))).message).toMatch(/registration entry/)
  })

  test.each(['', 'null', '[]', '[{"svids":[]}]', '[{"svids":[{"svid":7}]}]', `token(spiffe://example.test/job):\n\t${token}`])(
    'is not guessed out of other output: %s',
    async (output) => {
      const error = await refusal(prove({ source: 'spiffe', run: async () => output }))
      expect(error.message).toBe('No token came from spire-agent.')
      expect(error.cause).toBeUndefined()
    },
  )

  test('gives the first SVID of the agent, by the socket of the Workload API', async () => {
    const ran: string[] = []
    const run = async (program: string, words: readonly string[]) => {
      ran.push([program, ...words].join(' '))
      return printed
    }
    expect(await prove({ source: 'spiffe', run })).toEqual(envelope)
    for (const endpoint of ['unix:///run/spire/agent.sock', 'unix:/run/spire/agent.sock', 'tcp://127.0.0.1:8081'])
      await prove({ source: 'spiffe', run, environment: { SPIFFE_ENDPOINT_SOCKET: endpoint } })
    const call = `spire-agent api fetch jwt -audience ${serverUrl} -output json`
    expect(ran).toEqual([call, `${call} -socketPath /run/spire/agent.sock`, `${call} -socketPath /run/spire/agent.sock`, call])
  })

  test('gives the JWT-SVID of a file without running anything', async () => {
    expect(await prove({ source: 'spiffe', tokenFile: '/run/svid', readFile: async () => token })).toEqual(envelope)
  })
})
