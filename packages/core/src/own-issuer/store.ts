import type { IssuerKey } from './key.ts'

/** The keys of this server as an issuer: of the installation, not of an organisation. */
export interface IssuerKeyStore {
  /** Every key that is not forgotten, the newest first. */
  list(): Promise<IssuerKey[]>
  /** Holds back whoever else wants to change keys, on every node, until this transaction ends. */
  lock(): Promise<void>
  insert(key: IssuerKey): Promise<void>
  /** Sets when its successor takes over. */
  end(id: string, signsUntil: Date): Promise<void>
  forgetPrivateKey(id: string): Promise<void>
  remove(ids: readonly string[]): Promise<void>
}
