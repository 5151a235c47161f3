import { type OidcConfig, oidcConfigSchema } from '../schema.ts'

/** One question of a preset. Labels are data, so that one form asks them all. */
export interface PresetField {
  name: string
  label: string
  help: string
  placeholder?: string
  required: boolean
  control: 'text' | 'text_area' | 'select'
  /** For `select`; the first is what counts when nothing was chosen. */
  options?: readonly { value: string; label: string }[]
  /** Asked only when another answer is one of these; otherwise its answer does not count. */
  askedWhen?: { field: string; is: readonly string[] }
  /** Why an answer cannot be taken; undefined when it can. Never asked of an empty one. */
  problem?(answer: string): string | undefined
}

/** What was answered, by the names of the fields; what is missing counts as empty. */
export type PresetAnswers = Readonly<Record<string, string>>

export interface PresetContext {
  /** What tokens are to be made for: the address of this server. */
  audience: string
}

/** Why there is no configuration yet. `field` is a question, or `audience`. */
export interface PresetProblem {
  field: string
  message: string
}

export type PresetResult = { config: OidcConfig; problems?: undefined } | { config?: undefined; problems: PresetProblem[] }

/** An identity of a token issuer made easy for one platform: a few questions become rules that everybody can see and edit. */
export interface OidcPreset {
  id: string
  name: string
  description: string
  /** Name of the icon. */
  icon: string
  fields: readonly PresetField[]
  /** What to know of the platform, a sentence each. */
  teaches: readonly string[]
  compile(answers: PresetAnswers, context: PresetContext): PresetResult
}

/** What a preset itself says of a configuration; the audience and the defaults come by themselves. */
type Draft = Pick<OidcConfig, 'issuer' | 'subjects'> & Partial<OidcConfig>

interface Definition extends Omit<OidcPreset, 'compile'> {
  /** Makes the configuration of answers that are each fine; a select has one of its values, what was not asked is empty. */
  draft(answer: (name: string) => string, context: PresetContext): Draft | PresetProblem[]
}

/** A preset of its questions and its draft: every answer is judged first, and the schema has the last word. */
export function definePreset({ draft, ...preset }: Definition): OidcPreset {
  return {
    ...preset,
    compile(answers, context) {
      const accepted = new Map<string, string>()
      const problems: PresetProblem[] = []
      for (const field of preset.fields) {
        if (field.askedWhen && !field.askedWhen.is.includes(accepted.get(field.askedWhen.field) ?? '')) continue
        const answer = answerTo(field, answers)
        const message = problemOf(field, answer)
        if (typeof answer === 'string' && message === undefined) accepted.set(field.name, answer)
        else if (message !== undefined) problems.push({ field: field.name, message })
      }
      if (problems.length > 0) return { problems }
      const drafted = draft((name) => accepted.get(name) ?? '', context)
      if (Array.isArray(drafted)) return { problems: drafted }
      const { data, error } = oidcConfigSchema.safeParse({ audiences: [context.audience], ...drafted })
      if (data) return { config: data }
      return { problems: error.issues.map(({ path, message }) => ({ field: fieldFor(preset.fields, path[0]), message })).filter(isFirst) }
    },
  }
}

// One sentence a question is enough: the first.
const isFirst = ({ field }: PresetProblem, index: number, problems: readonly PresetProblem[]): boolean =>
  problems.findIndex((one) => one.field === field) === index

function answerTo(field: PresetField, answers: PresetAnswers): unknown {
  const answer: unknown = Object.hasOwn(answers, field.name) ? answers[field.name] : ''
  return answer === '' && field.control === 'select' ? (field.options?.[0]?.value ?? '') : answer
}

function problemOf(field: PresetField, answer: unknown): string | undefined {
  if (typeof answer !== 'string') return 'must be a text'
  if (answer === '') return field.required ? 'must be answered' : undefined
  if (field.options && !field.options.some(({ value }) => value === answer)) return 'must be one of the choices'
  return field.problem?.(answer)
}

/** The question behind a part of the configuration, as far as one can tell. */
function fieldFor(fields: readonly PresetField[], part: PropertyKey | undefined): string {
  if (part === 'audiences') return 'audience'
  return (fields.find(({ name }) => name === part) ?? fields[0])?.name ?? ''
}
