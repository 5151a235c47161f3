import type { ReactNode } from 'react'

/** Shapes of our own that recall the platform; always beside its name, so nobody needs to see them. */
export const platformShapes: Record<string, ReactNode> = {
  aws: (
    <>
      <path d="M12 2.5 20 7v8l-8 4.5L4 15V7z" />
      <path d="M4 7l8 4.5L20 7M12 11.5v8" />
      <path d="M6 21.5c4 1.3 8 1.3 12 0" />
    </>
  ),
  azure: (
    <>
      <path d="M13.5 3.5 7 8.8 2.5 18.5h5z" />
      <path d="M12 8 9.8 14l4.2 3-6.5 1.5h14z" />
    </>
  ),
  oidc: (
    <>
      <circle cx="8" cy="15" r="5" />
      <path d="M11.5 11.5 19.5 3.5M16 7l3 3M13.5 9.5l1.5 1.5" />
      <path d="M8 13.5v3" />
    </>
  ),
  github: (
    <>
      <path d="M5 4.5 8.2 6.4a15 15 0 0 1 7.6 0L19 4.5c.6 1.7.7 3.3.2 4.8a6 6 0 0 1 1.3 3.7c0 4.2-3.3 6.5-8.5 6.5S3.5 17.2 3.5 13a6 6 0 0 1 1.3-3.7C4.3 7.8 4.4 6.2 5 4.5z" />
      <path d="M9 12.5v1.5M15 12.5v1.5" />
    </>
  ),
  gitlab: (
    <>
      <path d="M12 20.5 3 13.5 5.7 4l2.8 7h7l2.8-7L21 13.5z" />
      <path d="M8.5 11 12 20.5 15.5 11" />
    </>
  ),
  kubernetes: (
    <>
      <path d="M12 2.5 19.5 6l1.9 8.2L16.2 20.8H7.8L2.6 14.2 4.5 6z" />
      <circle cx="12" cy="12" r="2.5" />
      <path d="M12 6v3.5M17 9.5l-2.7 1.3M15.4 17l-1.7-3M8.6 17l1.7-3M7 9.5l2.7 1.3" />
    </>
  ),
  'google-cloud': (
    <>
      <path d="M7.5 19a4.5 4.5 0 0 1-1-8.9 6 6 0 0 1 11.4.9A4.1 4.1 0 0 1 17 19z" />
      <path d="M9.5 15h5M12 12.5v5" />
    </>
  ),
  spiffe: (
    <>
      <rect x="3" y="5" width="18" height="14" rx="2" />
      <circle cx="9" cy="10.5" r="2" />
      <path d="M6 15.5c.6-1.5 1.7-2 3-2s2.4.5 3 2M15 10h3M15 13.5h3" />
    </>
  ),
  'azure-devops': (
    <path d="M12 12C10 9 8.5 7.5 6.5 7.5a4.5 4.5 0 0 0 0 9c2 0 3.5-1.5 5.5-4.5s3.5-4.5 5.5-4.5a4.5 4.5 0 0 1 0 9c-2 0-3.5-1.5-5.5-4.5z" />
  ),
  terraform: (
    <>
      <path d="M3.5 4 9 7v6L3.5 10zM10 7.5l5.5 3v6l-5.5-3zM20.5 7.5 16.5 10v6l4-2.5z" />
      <path d="M10 15.5l5.5 3" />
    </>
  ),
  circleci: (
    <>
      <circle cx="12" cy="12" r="2.5" />
      <path d="M3.7 9.5a8.7 8.7 0 1 1 0 5h4.6a4.5 4.5 0 1 0 0-5z" />
    </>
  ),
  buildkite: <path d="M3.5 5.5 9 8.5v5.5l-5.5-3zM9 14l5.5-3V5.5L20.5 8.5V14l-6-3M20.5 14 15 17v-5.8M9 14v5.5l6-2.5" />,
  bitbucket: (
    <>
      <path d="M3.5 5h17l-2.5 14.5H6z" />
      <path d="M9 10h6l-.8 5H9.8z" />
    </>
  ),
}
