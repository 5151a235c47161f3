import type { Snippet } from '@bonafide/core'
import { connectionInput } from '../../snippets/azure-pipelines.ts'
import { snippet } from '../../snippets/snippet.ts'
import type { DevopsNames } from './azure-devops-terraform.ts'

/** Terraform in two stages of Azure Pipelines: what was planned is what is applied, after somebody has looked. */
export function planAndDeploy({ connection }: DevopsNames): Snippet {
  const service = connectionInput(connection)
  const step = (command: string, inputs: readonly string[]): string[] => [
    `          - task: TerraformTaskV4@4`,
    `            displayName: terraform ${command}`,
    '            inputs:',
    '              provider: azurerm',
    `              command: ${command}`,
    '              workingDirectory: $(System.DefaultWorkingDirectory)',
    ...inputs.map((line) => `              ${line}`),
  ]
  const install = [
    '          - task: TerraformInstaller@1',
    '            displayName: Install Terraform',
    '            inputs:',
    '              terraformVersion: TERRAFORM_VERSION',
  ]
  const init = step('init', [
    `backendServiceArm: ${service}`,
    'backendAzureRmResourceGroupName: STATE_RESOURCE_GROUP',
    'backendAzureRmStorageAccountName: STORAGE_ACCOUNT',
    'backendAzureRmContainerName: STATE_CONTAINER',
    'backendAzureRmKey: terraform.tfstate',
  ])
  const deeper = (lines: readonly string[]): string[] => lines.map((line) => `      ${line}`)
  return snippet({
    kind: 'azure-devops-plan-deploy',
    title: 'Azure Pipelines: plan, then deploy',
    purpose: 'set_up',
    language: 'yaml',
    fileName: 'azure-pipelines-terraform.yml',
    about: 'Runs Terraform with the service connection, in two stages.',
    lines: [
      'trigger:',
      '  branches:',
      '    include:',
      '      - main',
      'pool:',
      '  vmImage: ubuntu-latest',
      'stages:',
      '  - stage: PLAN',
      '    jobs:',
      '      - job: plan',
      '        steps:',
      ...install,
      ...init,
      ...step('validate', []),
      ...step('plan', [`environmentServiceNameAzureRM: ${service}`, 'commandOptions: -input=false -out=deploy.tfplan']),
      '          - publish: deploy.tfplan',
      '            artifact: plan',
      '  - stage: DEPLOY',
      '    dependsOn: PLAN',
      "    condition: and(succeeded(), eq(variables['Build.SourceBranch'], 'refs/heads/main'))",
      '    jobs:',
      '      - deployment: deploy',
      '        environment: production',
      '        strategy:',
      '          runOnce:',
      '            deploy:',
      '              steps:',
      '                - checkout: self',
      '                - download: current',
      '                  artifact: plan',
      ...deeper(install),
      ...deeper(init),
      ...deeper(
        step('apply', [
          `environmentServiceNameAzureRM: ${service}`,
          'commandOptions: -input=false $(Pipeline.Workspace)/plan/deploy.tfplan',
        ]),
      ),
    ],
    notes: [
      'The tasks come with the extension Terraform by Microsoft DevLabs.',
      'Give the environment an approval, so that somebody looks at the plan before it is applied.',
      'A plan can hold secrets: only those who may see them should see the artifacts of the pipeline.',
    ],
  })
}
