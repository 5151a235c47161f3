/** A platform with questions of its own. The preset says the same; a page of cards needs no more than this of it. */
export interface Platform {
  /** Of the preset, as addresses name it. */
  id: string
  name: string
  description: string
  icon: string
}

export interface PlatformGroup {
  title: string
  platforms: readonly Platform[]
}

/** What people look for first comes first. */
export const platformGroups: readonly PlatformGroup[] = [
  {
    title: 'Pipelines',
    platforms: [
      {
        id: 'github-actions',
        name: 'GitHub Actions',
        description: 'Workflows of one repository, at GitHub.com or a GitHub Enterprise of your own.',
        icon: 'github',
      },
      { id: 'gitlab-ci', name: 'GitLab CI/CD', description: 'Jobs of one project, at GitLab.com or a GitLab of your own.', icon: 'gitlab' },
      {
        id: 'azure-devops',
        name: 'Azure DevOps',
        description: 'Pipelines by a service connection, or one pipeline by its name.',
        icon: 'azure-devops',
      },
      {
        id: 'terraform-cloud',
        name: 'HCP Terraform',
        description: 'Runs of one workspace of HCP Terraform (Terraform Cloud) or Terraform Enterprise.',
        icon: 'terraform',
      },
      { id: 'circleci', name: 'CircleCI', description: 'Jobs of one project of an organization at CircleCI.', icon: 'circleci' },
      { id: 'buildkite', name: 'Buildkite', description: 'Jobs of one pipeline of an organization at Buildkite.', icon: 'buildkite' },
      { id: 'bitbucket', name: 'Bitbucket Pipelines', description: 'Steps of one repository in Bitbucket Cloud.', icon: 'bitbucket' },
    ],
  },
  {
    title: 'Clusters, clouds and others',
    platforms: [
      {
        id: 'kubernetes',
        name: 'Kubernetes',
        description: 'Pods of one service account, in any cluster: EKS, GKE, AKS or your own.',
        icon: 'kubernetes',
      },
      {
        id: 'google-cloud',
        name: 'Google Cloud',
        description: 'Whatever runs as one service account of Google Cloud: Compute Engine, Cloud Run, functions, builds.',
        icon: 'google-cloud',
      },
      {
        id: 'aws-outbound',
        name: 'AWS, by a token of its own',
        description: 'A role of an AWS account that has outbound identity federation switched on.',
        icon: 'aws',
      },
      {
        id: 'cognito',
        name: 'Amazon Cognito',
        description: 'One identity of an identity pool, or one user of a user pool.',
        icon: 'aws',
      },
      {
        id: 'spiffe',
        name: 'SPIFFE',
        description: 'One workload of a trust domain, by its JWT-SVID; SPIRE and what else speaks SPIFFE.',
        icon: 'spiffe',
      },
    ],
  },
]

/** Those of an address; undefined for what has no questions of its own. */
export const platformOf = (preset: string | null): Platform | undefined =>
  platformGroups.flatMap(({ platforms }) => platforms).find(({ id }) => id === preset)
