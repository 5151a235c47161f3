'use client'

import { useQuery } from '@apollo/client/react'
import { BookOpen } from 'lucide-react'
import { useEffect, useState } from 'react'
import { problemOf } from '../../../../../apollo/problem.ts'
import { Field } from '../../../../../components/field.tsx'
import { TextInput } from '../../../../../components/inputs.tsx'
import { Link } from '../../../../../components/link.tsx'
import { Skeleton } from '../../../../../components/skeleton.tsx'
import { ErrorState } from '../../../../../components/states.tsx'
import { useOrganisationPath } from '../../../../../frame/viewer.tsx'
import { CredentialSetupDocument, type CredentialSetupInput } from './operations.generated.ts'
import { SetupTexts } from './setup-texts.tsx'
import { TokenScope } from './token-scope.tsx'

interface SetupProps {
  /** What is known already; the rest can be chosen here. */
  known: CredentialSetupInput
  /** Roles have names, users of access keys do not. */
  withRole: boolean
}

type Choices = Pick<CredentialSetupInput, 'policyName' | 'roleName' | 'secretName' | 'kmsKeyArn' | 'appId' | 'environmentId'>

/** What has to be made in the AWS account, as texts to copy; narrowed as far as somebody says what it is for. */
export function Setup({ known, withRole }: SetupProps) {
  const [choices, setChoices] = useState<Choices>({})
  const [isOpen, setOpen] = useState(false)
  const path = useOrganisationPath()
  const wanted = useSettled(JSON.stringify({ ...known, ...choices }))
  const { data, previousData, error, loading, refetch } = useQuery(CredentialSetupDocument, {
    variables: { input: JSON.parse(wanted) as CredentialSetupInput },
    fetchPolicy: 'no-cache',
  })
  const texts = (data ?? previousData)?.credentialSetup
  const choose = (name: keyof Choices, value: string) =>
    setChoices((now) => ({ ...now, [name]: value.trim() === '' ? null : value.trim() }))
  return (
    <div className="flex flex-col gap-4">
      <p className="text-sm text-muted">
        It takes an account in AWS that may create {withRole ? 'policies and roles' : 'policies and users'}. Without the AWS CLI at hand,
        run the commands in AWS CloudShell.{' '}
        <Link className="link inline-flex items-center gap-1" href={path('/developers/docs/aws-credentials')}>
          <BookOpen size={14} aria-hidden /> The guide, step by step
        </Link>
      </p>
      <details className="rounded-md border border-line px-3 py-2" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="min-h-6 cursor-pointer font-medium">Names, and what it is for</summary>
        <div className="mt-3 grid gap-4 sm:grid-cols-2">
          {isOpen && known.kind === 'AWS_WEB_IDENTITY' && !known.credentialId && (
            <TokenScope
              value={{ appId: choices.appId ?? null, environmentId: choices.environmentId ?? null }}
              onChange={(scope) => setChoices((now) => ({ ...now, ...scope }))}
            />
          )}
          <Choice label="Policy name" help="Of the new policy." onChange={(value) => choose('policyName', value)} />
          {withRole && <Choice label="Role name" help="Of the new role." onChange={(value) => choose('roleName', value)} />}
          <Choice label="AWS Secret" help="Allows this one alone; empty: every secret." onChange={(value) => choose('secretName', value)} />
          <Choice
            label="KMS Key ARN"
            help="Where the secret is encrypted with a key of your own."
            onChange={(value) => choose('kmsKeyArn', value)}
          />
        </div>
      </details>
      {error && <ErrorState problem={problemOf(error)} onRetry={() => void refetch()} />}
      {!texts && loading && <Skeleton className="h-64 w-full rounded-lg" />}
      {texts && !error && <SetupTexts texts={texts} stale={loading} />}
    </div>
  )
}

const Choice = ({ label, help, onChange }: { label: string; help: string; onChange: (value: string) => void }) => (
  <Field label={label} help={help} optional>
    {(control) => (
      <TextInput
        {...control}
        autoComplete="off"
        spellCheck={false}
        className="font-mono text-[13px]"
        maxLength={2048}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
)

const typingPauseMs = 400

/** A value once nobody has changed it for a moment. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), typingPauseMs)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
