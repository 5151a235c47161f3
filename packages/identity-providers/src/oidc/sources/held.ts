import { ProofError } from '../../proof-error.ts'
import type { Asking, Found, TokenSource } from './source.ts'

/** The variable that a job of GitLab declares under `id_tokens`, unless another is named. */
export const defaultTokenVariable = 'BONAFIDE_ID_TOKEN'
const projectedTokenFile = '/var/run/secrets/bonafide/token'

/** A token that something else has written to a file. */
export const fromFile: TokenSource = async (asking) => {
  if (!asking.tokenFile) throw new ProofError('Which file? Name the one that holds the token.')
  return read(asking.tokenFile, asking)
}

/** A token that something else has put into an environment variable. */
export const fromEnvironment: TokenSource = async ({ tokenVariable, environment }) => {
  if (!tokenVariable) throw new ProofError('Which variable? Name the one that holds the token.')
  return found(tokenVariable, environment) ?? fail(`The variable ${tokenVariable} is not set, or empty.`)
}

export const fromGitlab: TokenSource = async ({ tokenVariable: name = defaultTokenVariable, environment, audience }) =>
  found(name, environment) ??
  fail(`The variable ${name} is not set. Declare it in the job of GitLab CI: id_tokens: { ${name}: { aud: "${audience}" } }`)

/** The token that the kubelet projects into the pod, with an audience of its own. */
export const fromKubernetes: TokenSource = async (asking) => {
  if (asking.tokenFile) return read(asking.tokenFile, asking)
  try {
    return await read(projectedTokenFile, asking)
  } catch (error) {
    if (!(error instanceof ProofError)) throw error
    throw new ProofError(
      `There is no token to read at ${projectedTokenFile}. Give the pod a projected volume with a serviceAccountToken ` +
        `(audience: "${asking.audience}", path: token), mounted at /var/run/secrets/bonafide, or name another file. ` +
        "The pod's own token in /var/run/secrets/kubernetes.io/serviceaccount opens the API of the cluster, so it is sent only when it is named.",
      error.cause,
    )
  }
}

/** Reads a token from a file, also for sources that may have one. */
export async function read(path: string, { readFile }: Asking): Promise<Found> {
  refuseToken(path, 'a file')
  const place = path === '-' ? 'standard input' : `the file ${path}`
  try {
    return { text: await readFile(path), place }
  } catch (error) {
    throw new ProofError(`No token can be read from ${place}.`, error)
  }
}

function found(name: string, environment: Asking['environment']): Found | undefined {
  refuseToken(name, 'a variable')
  const text = Object.hasOwn(environment, name) ? environment[name]?.trim() : undefined
  return text ? { text, place: `the variable ${name}` } : undefined
}

/** Somebody gave the token itself where its place was asked for: say so without repeating it. */
function refuseToken(text: string, what: string): void {
  if (/^eyJ[\w-]*\./.test(text.trim())) throw new ProofError(`A token was given where the name of ${what} is expected. Give the name.`)
}

function fail(sentence: string): never {
  throw new ProofError(sentence)
}
