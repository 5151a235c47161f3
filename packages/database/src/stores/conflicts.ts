import { DomainError } from '@bonafide/core'

// PostgreSQL error codes, appendix A of its manual.
const uniqueViolation = '23505'

/** What each unique index means to people. A violation of any other is a bug and stays an error. */
const sentences: Record<string, string> = {
  apps_name: 'An app of this name exists already.',
  credentials_external_id: 'Other credentials use this external id already. Generate another one.',
  credentials_name: 'There are credentials of this name already.',
  environments_name: 'An environment of this name exists already in the app.',
  external_id_drafts_holder: 'An external id was generated for you at this moment. Ask for it again.',
  external_identities_name: 'An external identity of this name exists already.',
  invites_open: 'There is an open invite for this address already.',
  members_email: 'There is a member with this address already.',
  organisations_name: 'An organisation of this name exists already.',
  roles_name: 'A role of this name exists already.',
  secrets_key: 'A secret with this key exists already at this path.',
  service_accounts_name: 'A service account of this name exists already.',
  syncs_place: 'Another sync writes to this secret already.',
}

interface DatabaseError {
  code: string
  constraint?: string
}

// Drizzle wraps the driver's error: the code is on the cause.
function databaseError(error: unknown): DatabaseError | null {
  if (!(error instanceof Error)) return null
  if ('code' in error && typeof error.code === 'string') return error as unknown as DatabaseError
  return databaseError(error.cause)
}

/** Runs a write; a broken unique index becomes `conflict` with a sentence. */
export async function orConflict<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write
  } catch (error) {
    const known = databaseError(error)
    const sentence = known?.code === uniqueViolation && known.constraint ? sentences[known.constraint] : undefined
    if (sentence) throw new DomainError('conflict', sentence, { cause: error })
    throw error
  }
}
