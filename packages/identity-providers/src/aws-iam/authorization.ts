/** What an Authorization header of Signature Version 4 says. */
export interface Credential {
  /** 16 … 128 capital letters and digits. */
  accessKeyId: string
  /** `YYYYMMDD` */
  scopeDate: string
  scopeRegion: string
  /** Lower case, sorted, each once. */
  signedHeaders: string[]
  /** 64 lower-case hexadecimal digits. */
  signature: string
}

// AWS Signature Version 4: one algorithm, each part once, in this order. SigV4a, SigV2 and folded headers do not fit.
const grammar =
  /^AWS4-HMAC-SHA256 Credential=([A-Z0-9]{16,128})\/(\d{8})\/([a-z0-9-]{1,32})\/sts\/aws4_request, ?SignedHeaders=([a-z0-9;-]{1,512}), ?Signature=([0-9a-f]{64})$/

/** Reads the Authorization header of a request to STS, or says what is wrong with it. */
export function readAuthorization(value: string | undefined): Credential | string {
  if (value === undefined) return 'Authorization must be given'
  const match = grammar.exec(value)
  if (!match) return 'Authorization must be AWS4-HMAC-SHA256 with a credential scoped to sts, SignedHeaders and Signature'
  const [, accessKeyId = '', scopeDate = '', scopeRegion = '', names = '', signature = ''] = match
  const signedHeaders = names.split(';')
  if (signedHeaders.some((name, index) => name === '' || (index > 0 && name <= (signedHeaders[index - 1] ?? '')))) {
    return 'SignedHeaders must be sorted and name each header once'
  }
  return { accessKeyId, scopeDate, scopeRegion, signedHeaders, signature }
}

/** The scope of a credential as it is written and signed. */
export function scopeOf({ scopeDate, scopeRegion }: Credential): string {
  return `${scopeDate}/${scopeRegion}/sts/aws4_request`
}

/** `YYYYMMDDTHHMMSSZ` → milliseconds since the epoch; `undefined` unless the text is exactly that and names a real instant. */
export function readTimestamp(text: string): number | undefined {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(text)
  if (!match) return undefined
  const [, year, month, day, hours, minutes, seconds] = match
  const iso = `${year}-${month}-${day}T${hours}:${minutes}:${seconds}.000Z`
  const milliseconds = Date.parse(iso)
  return Number.isFinite(milliseconds) && new Date(milliseconds).toISOString() === iso ? milliseconds : undefined
}
