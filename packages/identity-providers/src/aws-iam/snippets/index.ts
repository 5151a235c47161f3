import type { Snippet, SnippetPlace } from '@bonafide/core'
import { stsHostOfUrl } from '../endpoints.ts'
import type { AwsIamConfig } from '../schema.ts'
import { awsWhoAmI, bonafideCommand, curlScript, phaseCommand, userData } from './command-line.ts'
import { ecsTask } from './ecs.ts'
import { lambdaFunction } from './lambda.ts'

/** Every way for the workloads of an AWS identity to log in. */
export function awsIamSnippets(config: AwsIamConfig, place: SnippetPlace): Snippet[] {
  const region = config.stsEndpoint === null ? undefined : stsHostOfUrl(config.stsEndpoint)?.region
  return [
    bonafideCommand(place),
    userData(place, region),
    ecsTask(config.principals, place, region),
    lambdaFunction(config, place),
    curlScript(place),
    phaseCommand(place),
    awsWhoAmI(config.principals),
  ]
}
