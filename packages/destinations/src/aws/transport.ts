import type { CloudNetwork } from '@bonafide/core'

/** How long one attempt of a call to AWS may take, in milliseconds. The SDK only warns unless it is told to throw. */
const deadlines = { requestTimeout: 10_000, throwOnRequestTimeout: true, connectionTimeout: 5_000 }

/** A call as the SDK hands it over, signed. */
interface SdkRequest {
  protocol: string
  hostname: string
  port?: number
  path: string
  method: string
  query?: Record<string, string | string[] | null>
  headers: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer>
}

/** What the clients of the SDK send their calls with. */
export const transportOf = (network: CloudNetwork | null) => (network ? over(network) : deadlines)

const over = ({ send }: CloudNetwork) => ({
  metadata: { handlerProtocol: 'http/1.1' },
  async handle({ protocol, hostname, port, path, method, query = {}, headers, body }: SdkRequest) {
    const url = new URL(path, `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`)
    for (const [name, value] of Object.entries(query)) for (const one of [value].flat()) url.searchParams.append(name, one ?? '')
    const response = await send(new Request(url, { method, headers, body }))
    const answer = new Uint8Array(await response.arrayBuffer())
    return { response: { statusCode: response.status, headers: Object.fromEntries(response.headers), body: answer } }
  },
  updateHttpClientConfig() {},
  httpHandlerConfigs: () => ({}),
  destroy() {},
})
