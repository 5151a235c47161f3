import type { Metadata } from 'next'
import { Section } from '../../../components/page-header.tsx'
import { requireViewer } from '../../../server/for-pages.ts'
import { AccountPicker, Example } from './account.tsx'
import { CliAuthReference } from './cli-auth.tsx'
import { Word } from './fact-table.tsx'

export const metadata: Metadata = { title: 'CLI · Developers' }

const install = `install -m 755 packages/cli/dist/bonafide.mjs ~/.local/bin/bonafide
bonafide version`

const onAws = `export BONAFIDE_HOST=HOST_OF_SERVER
bonafide auth --mode aws-iam --service-account-id SERVICE_ACCOUNT_ID
bonafide run --app shop --env production -- ./server`

const onAzure = `export BONAFIDE_HOST=HOST_OF_SERVER
bonafide auth --mode azure --service-account-id SERVICE_ACCOUNT_ID
bonafide run --app shop --env production -- ./server`

const onGithub = `export BONAFIDE_HOST=HOST_OF_SERVER
bonafide auth --mode github --service-account-id SERVICE_ACCOUNT_ID
bonafide run --app shop --env production -- ./deploy.sh`

const phase = `export PHASE_HOST=HOST_OF_SERVER
phase auth --mode aws-iam --service-account-id SERVICE_ACCOUNT_ID`

const secrets = `bonafide apps list
bonafide secrets list --app shop --env production
bonafide secrets get DATABASE_URL --app shop --env production
bonafide secrets import .env --app shop --env development`

export default async function CliPage() {
  await requireViewer()
  return (
    <div className="flex max-w-4xl flex-col gap-6">
      <Section title="Install">
        <div className="flex flex-col gap-3">
          <p>
            The command line is one file for Node 20.19 or newer. In a clone of Bonafide it is <Word>npx --no bonafide</Word>; elsewhere
            copy the file that <Word>npm run build</Word> makes.
          </p>
          <Example label="Install the command" code={install} />
        </div>
      </Section>
      <Section title="First commands">
        <div className="flex flex-col gap-4">
          <AccountPicker />
          <p>Where the workload lives, with the role that AWS gave it:</p>
          <Example label="Log in on AWS" code={onAws} />
          <p>On a machine in Azure, with its managed identity:</p>
          <Example label="Log in on Azure" code={onAzure} />
          <p>In a job of GitHub Actions, which may write id-token; for GitLab, Kubernetes and others the mode is another one:</p>
          <Example label="Log in from GitHub Actions" code={onGithub} />
          <p>Then there are the secrets themselves:</p>
          <Example label="Read and write secrets" code={secrets} />
          <p>The Phase command line that you may have already works as it is:</p>
          <Example label="Log in with the Phase CLI" code={phase} />
        </div>
      </Section>
      <CliAuthReference />
    </div>
  )
}
