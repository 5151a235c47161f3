import { type Context, requireSignedIn } from '../context.ts'
import { parse } from '../parse.ts'
import { type ChangedSecrets, changesInput, changing } from './change.ts'
import { changedEncryptedSecret, newEncryptedSecret, storeChangedEncrypted, storeNewEncrypted } from './write-encrypted.ts'

const changeInput = changesInput(newEncryptedSecret, changedEncryptedSecret)

/** The same deploy as `changeSecrets`, of secrets that the client encrypted to the environment's key. */
export async function changeEncryptedSecrets(input: unknown, context: Context): Promise<ChangedSecrets> {
  requireSignedIn(context)
  const wanted = parse(changeInput, input)
  return changing(wanted, context, (open) => ({
    updated: () => storeChangedEncrypted(wanted.update, open, context, '/update'),
    created: () => storeNewEncrypted(wanted.create, open, context, '/create'),
  }))
}
