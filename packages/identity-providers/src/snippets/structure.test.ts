import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parse as parseHcl } from '@cdktn/hcl2json'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { codeOf, place } from './testing.ts'

const linter = fileURLToPath(new URL('../../scripts/lint-workflow.mjs', import.meta.url))
const problemsOf = (workflows: string[]): string[][] =>
  JSON.parse(execFileSync(process.execPath, ['--import', 'tsx', linter], { input: JSON.stringify(workflows), encoding: 'utf8' }))

const yamlOf = (identity: string, kind: string) => parse(codeOf(identity, kind))

describe('pipelines', () => {
  test('GitHub itself finds nothing wrong with its workflows', () => {
    const workflows = ['github-actions', 'github-actions-cli'].map((kind) => codeOf('github-actions', kind))
    expect(problemsOf(workflows)).toEqual([[], []])
    expect(problemsOf([workflows[0]?.replace('runs-on', 'runs-at') ?? '']).flat()).not.toEqual([])
  })

  test('R-274 the workflow may ask for a token, runs for the trusted branch, and masks what it gets', () => {
    const { permissions, on, jobs } = yamlOf('github-actions', 'github-actions')
    expect(permissions).toEqual({ 'id-token': 'write', contents: 'read' })
    expect(on).toEqual({ push: { branches: ['feature/cart'] } })
    const script: string = jobs.deploy.steps[1].run
    expect(script).toContain('echo "::add-mask::$jwt"')
    expect(script.indexOf('::add-mask::$token')).toBeLessThan(script.indexOf('Authorization: Bearer %s\' "$token"'))
    expect(script).not.toContain('${{')
  })

  test('R-279 the job of GitLab asks for its token with id_tokens', () => {
    const { deploy } = yamlOf('gitlab-ci', 'gitlab-ci')
    expect(deploy.id_tokens).toEqual({ BONAFIDE_ID_TOKEN: { aud: place.serverUrl } })
    expect(deploy.script[0]).toContain('jwt=$BONAFIDE_ID_TOKEN')
  })

  test('R-280 the pipeline of Azure logs in by the trusted connection, or as itself', () => {
    const [byConnection] = yamlOf('azure-devops-connection', 'azure-pipelines').steps
    expect(byConnection).toMatchObject({ task: 'AzureCLI@2', inputs: { azureSubscription: 'production', addSpnToEnvironment: true } })
    const [itself] = yamlOf('azure-devops', 'azure-pipelines').steps
    expect(itself.env).toEqual({ SYSTEM_ACCESSTOKEN: '$(System.AccessToken)' })
    const [entra] = yamlOf('azure_entra', 'azure-pipelines').steps
    expect(entra.inputs.inlineScript).toContain('resource=api://bonafide')
  })

  test('CircleCI, Buildkite and Bitbucket ask their own way', () => {
    const { jobs } = yamlOf('circleci', 'circleci')
    expect(jobs.deploy.steps[1].run.command).toContain(`--claims '{"aud":"${place.serverUrl}"}'`)
    expect(codeOf('circleci', 'circleci')).not.toContain('<<')
    const [step] = yamlOf('buildkite', 'buildkite').steps
    expect(step.command.replaceAll('$$', '')).not.toContain('$')
    expect(step.command).toContain(`--audience ${place.serverUrl}`)
    expect(yamlOf('bitbucket', 'bitbucket').pipelines.default[0].step.oidc).toEqual({ audiences: [place.serverUrl] })
  })

  test('R-305 what was planned is what is deployed, with the service connection in every step that needs one', () => {
    const { stages } = yamlOf('azure-devops-connection', 'azure-devops-plan-deploy')
    expect(stages.map(({ stage }: { stage: string }) => stage)).toEqual(['PLAN', 'DEPLOY'])
    const planned = stages[0].jobs[0].steps
    const deployed = stages[1].jobs[0].strategy.runOnce.deploy.steps
    const deeds = (steps: { task?: string; inputs?: { command?: string } }[]) =>
      steps.flatMap(({ task, inputs }) => (task ? [inputs?.command ?? task] : []))
    expect(deeds(planned)).toEqual(['TerraformInstaller@1', 'init', 'validate', 'plan'])
    expect(deeds(deployed)).toEqual(['TerraformInstaller@1', 'init', 'apply'])
    expect(stages[1]).toMatchObject({ dependsOn: 'PLAN' })
    expect(planned.at(-1)).toEqual({ publish: 'deploy.tfplan', artifact: 'plan' })
    for (const { inputs } of [...planned, ...deployed])
      if (['plan', 'apply'].includes(inputs?.command)) expect(inputs.environmentServiceNameAzureRM).toBe('production')
    expect(planned[1].inputs.backendServiceArm).toBe('production')
    expect(deployed.at(-1).inputs.commandOptions).toContain('deploy.tfplan')
  })
})

test('R-270 R-273 a pod holds a token for this server, and none for the cluster', () => {
  const { kind, metadata, spec } = yamlOf('kubernetes', 'kubernetes')
  const pod = spec.template.spec
  expect([kind, metadata.namespace, pod.serviceAccountName, pod.automountServiceAccountToken]).toEqual([
    'Deployment',
    'shop',
    'checkout',
    false,
  ])
  expect(spec.selector.matchLabels).toEqual(spec.template.metadata.labels)
  const [volume] = pod.volumes
  expect(volume.projected.sources).toEqual([{ serviceAccountToken: { path: 'token', audience: place.serverUrl, expirationSeconds: 600 } }])
  const [container] = pod.containers
  expect(container.volumeMounts).toEqual([{ name: volume.name, mountPath: '/var/run/secrets/bonafide', readOnly: true }])
  expect(container.env).toEqual([{ name: 'BONAFIDE_HOST', value: place.serverUrl }])
  expect(container.command.slice(0, 2)).toEqual(['sh', '-c'])
  expect(container.command[2]).toContain('bonafide auth --mode kubernetes')
})

test('a task of ECS is the trusted role', () => {
  const task = JSON.parse(codeOf('aws_iam', 'ecs'))
  expect(task.taskRoleArn).toBe('arn:aws:iam::111122223333:role/web-prod')
  expect(task.containerDefinitions[0].environment).toEqual([{ name: 'BONAFIDE_HOST', value: place.serverUrl }])
})

describe('Terraform', () => {
  const read = async (identity: string, kind: string) => parseHcl('x.tf', codeOf(identity, kind))

  test('R-300 R-301 R-302 R-303 the Azure side: application, connection, and the credential that joins them', async () => {
    const { resource, variable, provider } = await read('azure-devops-connection', 'azure-devops-terraform')
    expect(Object.keys(resource).sort()).toEqual([
      'azuread_application',
      'azuread_application_federated_identity_credential',
      'azuread_service_principal',
      'azuredevops_pipeline_authorization',
      'azuredevops_serviceendpoint_azurerm',
      'azurerm_role_assignment',
    ])
    expect(resource.azuread_service_principal.deploy[0]).toEqual({ client_id: '${azuread_application.deploy.client_id}' })
    expect(resource.azuread_application_federated_identity_credential.deploy[0]).toEqual({
      application_id: '${azuread_application.deploy.id}',
      display_name: '${azuread_application.deploy.display_name}-federated-credential',
      description: expect.any(String),
      audiences: ['api://AzureADTokenExchange'],
      issuer: '${azuredevops_serviceendpoint_azurerm.deploy.workload_identity_federation_issuer}',
      subject: '${azuredevops_serviceendpoint_azurerm.deploy.workload_identity_federation_subject}',
    })
    expect(resource.azuredevops_serviceendpoint_azurerm.deploy[0]).toMatchObject({
      service_endpoint_name: 'production',
      service_endpoint_authentication_scheme: 'WorkloadIdentityFederation',
      credentials: [{ serviceprincipalid: '${azuread_service_principal.deploy.client_id}' }],
      azurerm_spn_tenantid: '${data.azuread_client_config.current.tenant_id}',
      azurerm_subscription_id: '${data.azurerm_subscription.deploy.subscription_id}',
      azurerm_subscription_name: '${data.azurerm_subscription.deploy.display_name}',
    })
    expect(resource.azuredevops_pipeline_authorization.all[0]).toMatchObject({
      count: '${var.grant_to_all_pipelines ? 1 : 0}',
      type: 'endpoint',
    })
    expect(variable.grant_to_all_pipelines[0].default).toBe(false)
    expect(provider.azurerm[0].features).toEqual([{}])
  })

  test('R-304 no role reaches the subscription, and none can give out roles', async () => {
    const { resource } = await read('azure_entra', 'azure-devops-terraform')
    const roles: { scope: string; role_definition_name: string }[] = Object.values(resource.azurerm_role_assignment).flat() as never
    expect(roles.map(({ role_definition_name: name }) => name).sort()).toEqual(['Contributor', 'Storage Blob Data Contributor'])
    for (const { scope } of roles) expect(scope).toMatch(/azurerm_resource_group|\/containers\/STATE_CONTAINER$/)
  })

  test('a workspace of HCP Terraform gets a token for this server', async () => {
    const { resource } = await read('terraform-cloud', 'terraform-cloud')
    expect(resource.tfe_variable.bonafide_audience[0]).toMatchObject({
      category: 'env',
      key: 'TFC_WORKLOAD_IDENTITY_AUDIENCE',
      value: place.serverUrl,
    })
    const run = await read('terraform-cloud', 'terraform-cloud-run')
    const [{ command, quiet }] = run.resource.terraform_data.deploy[0].provisioner['local-exec']
    expect(quiet).toBe(true)
    expect(command).toContain('jwt=$TFC_WORKLOAD_IDENTITY_TOKEN\n')
    expect(command).not.toContain('${')
  })
})
