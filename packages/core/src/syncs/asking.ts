import type { Context, SignedInContext } from '../context.ts'
import type { CloudCredential } from '../credentials/credential.ts'
import { openCredentialFor } from '../credentials/open.ts'
import { DomainError } from '../errors.ts'
import type { TokenPurpose } from '../own-issuer/issue.ts'
import { rateLimits, requireRate } from '../rate-limit.ts'
import { type Destination, type DestinationConnection, DestinationFailure, isDestinationFailure } from './destination.ts'

/** A destination's refusal on its way to whoever asked: `destination_failed` for programs, with the refusal itself beside it. */
export class DestinationRefused extends DomainError {
  readonly failure: DestinationFailure

  constructor(failure: DestinationFailure) {
    super('destination_failed', failure.message, { cause: failure })
    this.failure = failure
  }
}

/** What a destination refused, if that is what an error is about. */
export const refusalOf = (error: DomainError): DestinationFailure | null => (isDestinationFailure(error.cause) ? error.cause : null)

/** Signs in with a credential, asks, and closes the connection, whatever comes of it. Fails with a `DestinationRefused`. */
export async function asking<Answer>(
  destination: Destination,
  credential: CloudCredential,
  purpose: TokenPurpose,
  context: Context,
  ask: (connection: DestinationConnection) => Promise<Answer>,
): Promise<Answer> {
  try {
    const connection = await destination.open(openCredentialFor(credential, purpose, context))
    try {
      return await ask(connection)
    } finally {
      connection.close()
    }
  } catch (error) {
    throw isDestinationFailure(error) ? new DestinationRefused(error) : error
  }
}

/** Everything that asks a cloud because somebody clicked shares one limit for each caller. */
export const requireAskingRate = ({ actor, limits }: SignedInContext): Promise<void> =>
  requireRate(limits, `destination:${actor.organisationId}:${actor.id}`, rateLimits.destinationPerCaller)

/** The value would not fit: told before anything is asked. */
export const tooLarge = (bytes: number, maxBytes: number, name: string): DestinationRefused =>
  new DestinationRefused(
    new DestinationFailure(
      'too_large',
      `The value has ${bytes} bytes, ${bytes - maxBytes} more than the ${maxBytes} that ${name} keeps. Sync fewer keys, or divide them by path.`,
    ),
  )
