import { authHash, deviceKey, newMemberKeyring, sealKeyring, sealRecovery } from '@bonafide/crypto'

export interface KeyWork {
  kind: 'sign-in' | 'new-account'
  email: string
  password: string
}

export interface NewAccountKeys {
  /** What the server gets. */
  sealed: {
    authHash: string
    identityKey: string
    wrappedKeyring: string
    wrappedRecovery: string
  }
  /** 64 hex digits that bring the keys back when the password is lost. To be shown once, and sent nowhere. */
  recoveryCode: string
}

const randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length))

async function newAccount(email: string, password: string): Promise<NewAccountKeys> {
  const hash = await authHash(password, email)
  const key = await deviceKey(password, email)
  const { keyring, recoveryCode } = newMemberKeyring(randomBytes)
  const sealed = {
    authHash: hash,
    identityKey: keyring.publicKey,
    wrappedKeyring: sealKeyring(keyring, key, randomBytes),
    wrappedRecovery: sealRecovery(recoveryCode, key, randomBytes),
  }
  return { sealed, recoveryCode }
}

self.onmessage = async ({ data: { kind, email, password } }: MessageEvent<KeyWork>) => {
  try {
    const result = kind === 'sign-in' ? await authHash(password, email) : await newAccount(email, password)
    self.postMessage({ result })
  } catch (error) {
    self.postMessage({ failure: error instanceof Error ? error.message : 'The keys could not be derived.' })
  }
}
