import * as z from 'zod'
import { exitOf, Failure } from './failure.ts'
import { printable } from './output.ts'

/** Why a cloud did not do what it was asked, as GraphQL tells it. */
export const destinationFailureSchema = z.object({
  code: z.string(),
  message: z.string(),
  missingAction: z.string().nullable(),
  requestId: z.string().nullable(),
})
export type ToldFailure = z.output<typeof destinationFailureSchema>

export const destinationFailureFields = 'code message missingAction requestId'

/** What did not work, with the permission that was missing and the id under which the cloud knows the call. */
export const failureBy = (what: string, { code, message, missingAction, requestId }: ToldFailure): Failure =>
  new Failure(exitOf(400, code), what, {
    why: requestId === null ? message : `${message} The cloud knows the call as ${requestId}.`,
    fix: missingAction === null ? undefined : `Allow ${missingAction} to the credential`,
    code,
  })

/** Of a refused change: what the cloud did not do tells more than that it was refused. */
export const refusedByCloud =
  (what: string) =>
  (payload: unknown): void => {
    const { data } = z.looseObject({ failure: destinationFailureSchema }).safeParse(payload)
    if (data) throw failureBy(what, data.failure)
  }

/** The same in one line. */
export const inOneLine = ({ code, message, missingAction }: ToldFailure): string =>
  printable(`${message} (${code}${missingAction === null ? '' : `, lacks ${missingAction}`})`)
