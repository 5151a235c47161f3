import type { Snippet, SnippetPlace } from '@bonafide/core'
import { azureDevopsTerraform } from '../../azure-entra/snippets/azure-devops-terraform.ts'
import { credentialSnippets } from '../../azure-entra/snippets/federated-credential.ts'
import { planAndDeploy } from '../../azure-entra/snippets/plan-and-deploy.ts'
import type { OidcConfig } from '../schema.ts'
import { type Asking, exactSubject, partsOfSubject } from './asking.ts'
import { azurePipeline } from './azure-pipelines.ts'
import { bitbucketStep } from './bitbucket.ts'
import { buildkiteStep } from './buildkite.ts'
import { circleciJob } from './circleci.ts'
import { commandLine } from './command-line.ts'
import { curlScript, oauthScript } from './curl.ts'
import { githubWorkflow, githubWorkflowWithCli } from './github-actions.ts'
import { gitlabJob } from './gitlab-ci.ts'
import { gcloudScript } from './google-cloud.ts'
import { kubernetesManifest } from './kubernetes.ts'
import { type OidcPlatform, platformOf } from './platform.ts'
import { nodeProgram, pythonProgram } from './programs.ts'
import { terraformAudience, terraformRun } from './terraform-cloud.ts'

type Maker = (asking: Asking) => Snippet | Snippet[]

/** What there is for the pipelines and machines of one platform, before what there is for all of them. */
const ofPlatform: Record<OidcPlatform, readonly Maker[]> = {
  github: [githubWorkflow, githubWorkflowWithCli],
  gitlab: [gitlabJob],
  kubernetes: [kubernetesManifest],
  gcp: [gcloudScript],
  aws: [],
  spiffe: [],
  'azure-devops': [azurePipeline, (asking) => connection(asking)],
  'terraform-cloud': [terraformRun, terraformAudience],
  circleci: [circleciJob],
  buildkite: [buildkiteStep],
  bitbucket: [bitbucketStep],
  other: [],
}

// A job of a hosted pipeline has its token in a variable, not in a file that a program could read.
const readsFile: ReadonlySet<OidcPlatform> = new Set(['kubernetes', 'spiffe', 'other'])
const hosted: ReadonlySet<OidcPlatform> = new Set(['azure-devops', 'circleci', 'buildkite'])

/** Every way for the workloads of a token issuer to log in, that of their platform first; then what else can be made of the same trust. */
export function oidcSnippets(config: Pick<OidcConfig, 'issuer' | 'audiences' | 'subjects'>, place: SnippetPlace): Snippet[] {
  const asking = { config, place }
  const platform = platformOf(config)
  const makers: Maker[] = [
    ...ofPlatform[platform],
    ...(hosted.has(platform) ? [] : [commandLine]),
    curlScript,
    oauthScript,
    ...(readsFile.has(platform) ? [pythonProgram, nodeProgram] : []),
    federated,
  ]
  return makers.flatMap((make) => make(asking))
}

/** The service connection itself, made in Azure by Terraform. */
function connection(asking: Asking): Snippet[] {
  const names = partsOfSubject(asking, /^sc:\/\/[^/]+\/(?<project>[^/]+)\/(?<connection>.+)$/s)
  if (asking.config.subjects.every((subject) => subject.startsWith('p://'))) return []
  return [azureDevopsTerraform(names), planAndDeploy(names)]
}

/** Has Entra trust the same workload; of a SPIFFE workload or a wildcard it cannot. */
function federated(asking: Asking): Snippet[] {
  const subject = exactSubject(asking)
  return subject === undefined ? [] : credentialSnippets({ issuer: asking.config.issuer, subject })
}
