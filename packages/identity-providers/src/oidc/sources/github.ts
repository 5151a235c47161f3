import { ProofError } from '../../proof-error.ts'
import { asObject, ownProperty, parseStrictJson } from '../../strict-json.ts'
import { ask } from './ask.ts'
import type { TokenSource } from './source.ts'

const TIMEOUT_MILLISECONDS = 15_000
const permission = 'permissions: id-token: write'

/** Asks GitHub Actions for the token of the running job. Forgejo has the same two variables. */
export const fromGithub: TokenSource = async (asking) => {
  const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: right } = asking.environment
  if (!address || !right) {
    throw new ProofError(
      `This is no job of GitHub Actions that may ask for a token. Add "${permission}" to the workflow or the job; a pull request from a fork never gets it.`,
    )
  }
  if (!URL.canParse(address)) throw new ProofError('ACTIONS_ID_TOKEN_REQUEST_URL is not an address. Leave it as the runner sets it.')
  const url = new URL(address)
  url.searchParams.set('audience', asking.audience)
  const { status, text } = await ask(asking, url, { authorization: `Bearer ${right}`, accept: 'application/json' }, TIMEOUT_MILLISECONDS)
  if (status !== 200) throw new ProofError(`GitHub Actions refused to give a token (${status}). Check that the job has "${permission}".`)
  const token = ownProperty(asObject(parseStrictJson(text)) ?? {}, 'value')
  return { text: typeof token === 'string' ? token : '', place: 'GitHub Actions' }
}
