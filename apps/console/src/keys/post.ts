export type Answer = { ok: true; body: unknown } | { ok: false; problem: string }

/** Posts JSON to a door of this server with the session cookie. */
export async function postJson(path: string, body: unknown): Promise<Answer> {
  const headers = { 'content-type': 'application/json', 'x-bonafide-console': '1' }
  try {
    const response = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body), credentials: 'same-origin' })
    if (response.status === 204) return { ok: true, body: null }
    const answer: unknown = await response.json()
    return response.ok ? { ok: true, body: answer } : { ok: false, problem: problemIn(answer, response.status) }
  } catch {
    return { ok: false, problem: 'The server could not be reached. Check the connection and try again.' }
  }
}

function problemIn(answer: unknown, status: number): string {
  const isProblem = typeof answer === 'object' && answer !== null && 'error' in answer && typeof answer.error === 'string'
  if (!isProblem) return `The server answered with status ${status}.`
  const requestId = 'requestId' in answer && status >= 500 ? ` (request ${String(answer.requestId)})` : ''
  return `${answer.error}${requestId}`
}
