/** The GraphQL door reads 256 KiB; the document and the rest of the variables need some of it. */
const maxBytes = 192 * 1024

/** Splits inputs for encrypted secrets into lists that fit into one request each. One request is all or nothing; several are not. */
export function inRequests<Input>(inputs: readonly Input[]): Input[][] {
  const requests: Input[][] = []
  let current: Input[] = []
  let bytes = 0
  for (const input of inputs) {
    const size = new TextEncoder().encode(JSON.stringify(input)).length + 1
    if (current.length > 0 && bytes + size > maxBytes) {
      requests.push(current)
      current = []
      bytes = 0
    }
    current.push(input)
    bytes += size
  }
  return current.length > 0 ? [...requests, current] : requests
}
