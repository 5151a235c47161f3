export { partitionOfRegion } from '../../aws/regions.ts'
