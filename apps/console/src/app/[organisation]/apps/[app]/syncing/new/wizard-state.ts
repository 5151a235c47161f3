import { parseAsString, parseAsStringLiteral } from 'nuqs/server'

export const steps = ['credentials', 'source', 'review'] as const
export type Step = (typeof steps)[number]

export const stepNames: Record<Step, string> = { credentials: 'Credentials', source: 'Source & destination', review: 'Review' }

/** What the address of the wizard keeps: enough to come back to, or to send somebody to. */
export const wizardParsers = {
  destination: parseAsStringLiteral(['aws_secrets_manager'] as const).withDefault('aws_secrets_manager'),
  step: parseAsStringLiteral(steps).withDefault('credentials'),
  credential: parseAsString,
  environment: parseAsString,
  path: parseAsString.withDefault('/'),
}
