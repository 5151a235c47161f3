import type { LintFinding } from '@bonafide/core'
import { type ClaimRule, parseRule } from './rules.ts'
import type { OidcConfig } from './schema.ts'

interface Breadth {
  subject: RegExp
  code: string
  severity: LintFinding['severity']
  message: string
  /** Rules about one of these narrow it again. */
  narrowedBy?: readonly string[]
}

const workflows = ['job_workflow_ref', 'workflow_ref']

// Patterns that may be saved, and let in more than the one who wrote them may have meant.
const breadths: readonly Breadth[] = [
  {
    subject: /^repo:[^/:]+\/\*(:|$)|^repository_owner:[^:]+$/,
    code: 'wildcard_subject',
    severity: 'danger',
    message: 'Every repository of the owner is trusted, those to come as well, whoever may make one.',
    narrowedBy: ['repository', 'repository_id', ...workflows],
  },
  {
    subject: /^(project_path|namespace_path):[^:]*\*/,
    code: 'wildcard_subject',
    severity: 'danger',
    message: 'Every project of the group is trusted, those to come as well.',
    narrowedBy: ['project_path', 'project_id'],
  },
  {
    subject: /^arn:[^:]+:(iam|sts)::\d{12}:[^:]*\/\*$/,
    code: 'wildcard_subject',
    severity: 'danger',
    message: 'Every principal of that kind in the account is trusted, those to come as well.',
  },
  {
    subject: /^system:serviceaccount:[^:]+:\*$/,
    code: 'wildcard_subject',
    severity: 'warning',
    message: 'Every service account of the namespace is trusted, "default" as well, which each pod has that names no other.',
  },
  {
    subject: /^spiffe:\/\/.*\/\*(\/|$)/,
    code: 'wildcard_subject',
    severity: 'warning',
    message: 'Every workload whose id reads like this is trusted, those to come as well.',
  },
  {
    subject: /^organization:.*:\*(:|$)/,
    code: 'wildcard_subject',
    severity: 'warning',
    message: 'A part of the subject may be anything: whoever may make such a thing in the organisation is trusted.',
    narrowedBy: ['terraform_workspace_id', 'pipeline_id'],
  },
  {
    subject: /^repo:.*:ref:(\*|refs\/\*|refs\/(heads|tags)\/\*)$|^project_path:.*:ref:\*$/,
    code: 'any_ref_trusted',
    severity: 'warning',
    message: 'Whoever may push any branch or tag is trusted. Name the one that is protected, or a protected environment.',
    narrowedBy: ['ref', 'ref_protected', 'environment', ...workflows],
  },
  {
    subject: /^repo:.*:environment:\*$/,
    code: 'any_environment_trusted',
    severity: 'warning',
    message: 'Whoever may edit a workflow can name an environment of his own, one without protection.',
    narrowedBy: ['environment', ...workflows],
  },
]

/** Subjects that let in more than one workload. */
export function lintBreadth({ subjects, claims }: OidcConfig): LintFinding[] {
  const narrowing = new Set(rulesOf(claims).flatMap(({ rule }) => (narrows(rule) ? [rule.claim] : [])))
  return subjects.flatMap((subject, index) =>
    breadths
      .filter((breadth) => breadth.subject.test(subject) && !breadth.narrowedBy?.some((claim) => narrowing.has(claim)))
      .map(({ code, severity, message }) => ({ code, severity, pointer: `/subjects/${index}`, message })),
  )
}

const rulesOf = (claims: readonly string[]): { rule: ClaimRule; index: number }[] =>
  claims.flatMap((text, index) => {
    const { rule } = parseRule(text)
    return rule ? [{ rule, index }] : []
  })

// That a claim exists says nothing about what it is.
const narrows = ({ operator }: ClaimRule): boolean => operator !== 'exists'

// GitHub: events that strangers cause, by a fork, a comment or an issue, and that run with the rights of the repository.
const strangersEvents = new Set([
  'pull_request',
  'pull_request_target',
  'workflow_run',
  'issue_comment',
  'issues',
  'discussion',
  'fork',
  'watch',
])
const owned = new Set(['repository', 'repository_owner', 'job_workflow_ref', 'workflow_ref', 'project_path', 'namespace_path'])

/** Rules about other claims that let strangers in. */
export function lintRules({ claims }: OidcConfig): LintFinding[] {
  return rulesOf(claims).flatMap(({ rule: { claim, operator, values }, index }): LintFinding[] => {
    const pointer = `/claims/${index}`
    const event = claim === 'event_name' ? values.find((value) => strangersEvents.has(value)) : undefined
    if (event !== undefined) {
      const message = `The event ${event} can be caused by people who may not push, by a fork for example.`
      return [{ code: 'fork_event_trusted', severity: 'danger', pointer, message }]
    }
    if (operator === 'like' && owned.has(claim) && values[0]?.startsWith('*')) {
      const message = `Anybody can choose what stands for the * at the beginning of ${claim}: name the owner.`
      return [{ code: 'wildcard_owner', severity: 'danger', pointer, message }]
    }
    return []
  })
}
