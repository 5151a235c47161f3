'use client'

import { ScrollText } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { usePageQuery } from '../../../../../apollo/use-page-query.ts'
import { Badge } from '../../../../../components/badge.tsx'
import { Button, ButtonLink } from '../../../../../components/button.tsx'
import { IdText } from '../../../../../components/copy.tsx'
import { PageHeader, Section } from '../../../../../components/page-header.tsx'
import { ErrorState, NoPermission } from '../../../../../components/states.tsx'
import { Time } from '../../../../../components/time.tsx'
import { useDialog } from '../../../../../components/url-state.ts'
import { useCan, useOrganisationPath, useViewer } from '../../../../../frame/viewer.tsx'
import { RoleLabel } from '../../roles/role-label.tsx'
import { useRoleChoices } from '../../roles/use-role-choices.ts'
import { TokenTable } from '../../token-table.tsx'
import { ChangeRoleDialog } from '../change-role-dialog.tsx'
import { RemoveMemberDialog } from '../remove-member-dialog.tsx'
import { AccessDialog } from './access-dialog.tsx'
import { AccessList } from './access-list.tsx'
import { MemberDetailDocument, type MemberDetailQuery } from './operations.generated.ts'

type Member = NonNullable<MemberDetailQuery['member']>

export function MemberDetail({ id }: { id: string }) {
  const { data, problem, refetch } = usePageQuery(MemberDetailDocument, { id })
  const path = useOrganisationPath()
  const member = data?.member
  const crumbs = [{ label: 'Members', href: path('/access/members') }]
  if (member) return <Detail member={member} crumbs={crumbs} />
  return (
    <>
      <PageHeader title="Member" crumbs={crumbs} />
      {problem?.code === 'forbidden' && <NoPermission what="members" permission="Members: read" />}
      {problem && problem.code !== 'forbidden' && <ErrorState problem={problem} onRetry={refetch} />}
    </>
  )
}

function Detail({ member, crumbs }: { member: Member; crumbs: { label: string; href: string }[] }) {
  const can = useCan()
  const path = useOrganisationPath()
  const viewer = useViewer()
  const router = useRouter()
  const roles = useRoleChoices()
  const changeRole = useDialog('role')
  const access = useDialog('access')
  const removal = useDialog('remove')
  const isSelf = member.id === viewer.id
  const isOwner = member.role.managed === 'OWNER'
  const fixed = isOwner
    ? 'This is the owner, given when the server was set up: the role cannot be changed, and the last owner cannot be removed.'
    : isSelf
      ? 'Nobody changes or ends the own membership. Ask another owner or admin.'
      : undefined
  return (
    <>
      <PageHeader
        title={member.fullName}
        crumbs={crumbs}
        description={<span className="break-all">{member.email}</span>}
        actions={
          can('Logs', 'read') && (
            <ButtonLink href={path(`/logs?actor=${member.id}`)}>
              <ScrollText size={16} aria-hidden /> Audit log
            </ButtonLink>
          )
        }
      />
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        <Fact name="Role">
          <RoleLabel role={member.role} /> {isSelf && <Badge tone="accent">You</Badge>}
        </Fact>
        <Fact name="Joined">
          <Time at={member.createdAt} />
        </Fact>
        <Fact name="Id">
          <IdText id={member.id} />
        </Fact>
      </dl>
      <Section
        title="Role"
        actions={!fixed && can('Members', 'update') && <Button onClick={() => changeRole.show(member.id)}>Change role</Button>}
      >
        <p>{fixed ?? `${member.fullName} may do what the role ${member.role.name} allows. A change takes effect at once.`}</p>
      </Section>
      <AccessList member={member} onEdit={() => access.show(member.id)} />
      {member.personalAccessTokens && (
        <Section title="Personal access tokens">
          <TokenTable
            caption={`Personal access tokens of ${member.fullName}`}
            tokens={member.personalAccessTokens.edges.map(({ node }) => node)}
            mayRevoke={isSelf || can('MemberPersonalAccessTokens', 'delete')}
          />
        </Section>
      )}
      {!fixed && can('Members', 'delete') && (
        <Section title="Danger zone">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p>Ends the membership: sessions, personal access tokens and environment keys go with it.</p>
            <Button variant="danger" onClick={() => removal.show(member.id)}>
              Remove member
            </Button>
          </div>
        </Section>
      )}
      <ChangeRoleDialog member={changeRole.open ? member : undefined} roles={roles} onClose={changeRole.close} />
      {access.open && <AccessDialog member={member} onClose={access.close} />}
      <RemoveMemberDialog
        member={removal.open ? member : undefined}
        onClose={removal.close}
        onRemoved={() => router.push(path('/access/members'))}
      />
    </>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt className="text-sm text-muted">{name}</dt>
    <dd className="flex items-center gap-2">{children}</dd>
  </div>
)
