import type { Snippet, SnippetPlace } from '@bonafide/core'
import { authFlags, bonafideSnippet, phaseSnippet } from '../../snippets/command-line.ts'
import { scriptHead, shellWord } from '../../snippets/shell.ts'
import { snippet } from '../../snippets/snippet.ts'
import { readAll, scriptNote, settings } from '../../snippets/trade.ts'

export const bonafideCommand = (place: SnippetPlace): Snippet =>
  bonafideSnippet(authFlags('aws-iam', place), place, 'Run this where the workload lives.')

export const phaseCommand = (place: SnippetPlace): Snippet => phaseSnippet(authFlags('aws-iam', place), place)

/** The command signs, as only AWS's own algorithm can; the rest is plain HTTP. */
export const curlScript = (place: SnippetPlace): Snippet =>
  snippet({
    kind: 'curl',
    title: 'curl',
    language: 'shell',
    fileName: 'read-secrets.sh',
    about: 'For a workload that speaks HTTP itself: the command line signs, curl reads the secrets of an app.',
    lines: [
      ...scriptHead,
      ...settings(place),
      'export BONAFIDE_HOST=$host',
      'token=$(bonafide auth --mode aws-iam --service-account-id "$account" --no-store | jq -er .authentication.bearerToken)',
      ...readAll,
    ],
    notes: [scriptNote],
  })

/** Whom AWS sees. */
export const awsWhoAmI = (principals: readonly string[]): Snippet =>
  snippet({
    kind: 'aws',
    title: 'AWS CLI',
    language: 'shell',
    fileName: 'who-am-i.sh',
    about: 'Shows who AWS says the workload is; this is what the trusted principals are compared with.',
    lines: ['aws sts get-caller-identity --query Arn --output text'],
    notes: [
      ...(principals.length === 1 ? [`It must be ${principals[0]}, or a session of it.`] : []),
      'A session of a role is shown as assumed-role, without the path of the role.',
    ],
  })

/** What a new machine runs first. */
export const userData = (place: SnippetPlace, region: string | undefined): Snippet =>
  snippet({
    kind: 'ec2',
    title: 'EC2',
    language: 'shell',
    fileName: 'user-data.sh',
    about: 'User data of an instance, or of a launch template, whose image has the bonafide command.',
    lines: [
      ...scriptHead,
      `export BONAFIDE_HOST=${shellWord(place.serverUrl)}`,
      ...(region === undefined ? [] : [`export AWS_REGION=${shellWord(region)}`]),
      `bonafide ${authFlags('aws-iam', place)
        .map((word) => shellWord(word))
        .join(' ')}`,
      'exec bonafide run --app APP_NAME --env ENVIRONMENT -- ./your-program',
    ],
    notes: [
      'Give the instance a profile with a trusted role; every process on it can then log in.',
      'Require IMDSv2 (HttpTokens), so that a confused web server on the instance cannot be made to hand out the credentials of the role.',
    ],
  })
