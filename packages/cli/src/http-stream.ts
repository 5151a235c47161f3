import type { IncomingMessage } from 'node:http'
import { createSend, type HttpOptions, type HttpRequest, headersOf, textOf, timedOut, unreachable } from './http.ts'
import { reasonOf } from './private-file.ts'

/** An answer that goes on: read it as it comes, or to its end when it is a refusal. */
export interface HttpStream {
  status: number
  headers: Record<string, string>
  /** Fails with a `network` failure when the connection breaks, or is silent for too long. */
  chunks: AsyncIterable<string>
  text(): Promise<string>
}

export type OpenStream = (request: HttpRequest) => Promise<HttpStream>

// The server gives a sign of life every 15 seconds: three that stay away mean that nobody is there any more.
const maxSilenceMs = 45_000

/** Requests whose answers do not end. The deadline is for the beginning of the answer. */
export function createStreams({ timeoutMs, caFile, log }: HttpOptions): OpenStream {
  const send = createSend({ caFile })
  return async (request) => {
    const { method, url } = request
    const ending = new AbortController()
    const deadline = setTimeout(() => ending.abort(), timeoutMs)
    try {
      const incoming = await send(request, ending.signal)
      const status = incoming.statusCode ?? 0
      log?.(`${method} ${url} ${status}`)
      return { status, headers: headersOf(incoming), chunks: chunksOf(incoming, ending, new URL(url)), text: () => textOf(incoming) }
    } catch (error) {
      log?.(`${method} ${url} failed: ${reasonOf(error)}`)
      throw ending.signal.aborted ? timedOut(new URL(url), timeoutMs, error) : unreachable(new URL(url), error)
    } finally {
      clearTimeout(deadline)
    }
  }
}

async function* chunksOf(incoming: IncomingMessage, ending: AbortController, target: URL): AsyncGenerator<string> {
  incoming.setEncoding('utf8')
  const silence = setTimeout(() => ending.abort(), maxSilenceMs)
  try {
    for await (const chunk of incoming) {
      silence.refresh()
      yield String(chunk)
    }
  } catch (error) {
    throw ending.signal.aborted ? timedOut(target, maxSilenceMs, error) : unreachable(target, error)
  } finally {
    clearTimeout(silence)
  }
}
