import { type KeyObject, sign } from 'node:crypto'

/** DER (ITU-T X.690): tag, length, contents. */
function der(tag: number, ...contents: (Buffer | string)[]): Buffer {
  const body = Buffer.concat(contents.map((content) => (typeof content === 'string' ? Buffer.from(content, 'latin1') : content)))
  const length = body.length < 128 ? [body.length] : body.length < 256 ? [0x81, body.length] : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

/** A certificate for one host name (RFC 5280 4.1), signed by its own key; days are counted from now. */
export function selfSigned(host: string, privateKey: KeyObject, publicKey: KeyObject, [fromDay, toDay]: readonly [number, number]): string {
  const oid = (hex: string) => der(0x06, Buffer.from(hex, 'hex'))
  const utcTime = (day: number) =>
    der(0x17, `${new Date(Date.now() + day * 86_400_000).toISOString().replaceAll(/[-:T]/g, '').slice(2, 14)}Z`)
  const ecdsaWithSha256 = der(0x30, oid('2a8648ce3d040302'))
  const name = der(0x30, der(0x31, der(0x30, oid('550403'), der(0x0c, host))))
  const alternativeName = der(0x30, oid('551d11'), der(0x04, der(0x30, der(0x82, host))))
  const toBeSigned = der(
    0x30,
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, Buffer.from([1])),
    ecdsaWithSha256,
    name,
    der(0x30, utcTime(fromDay), utcTime(toDay)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, der(0x30, alternativeName)),
  )
  const signature = der(0x03, Buffer.from([0]), sign('sha256', toBeSigned, privateKey))
  const certificate = der(0x30, toBeSigned, ecdsaWithSha256, signature)
  return `-----BEGIN CERTIFICATE-----\n${certificate.toString('base64')}\n-----END CERTIFICATE-----\n`
}
