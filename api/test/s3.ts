import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { StorageConfig } from '../src/platform/config.ts';
import { aFolder } from './folder.ts';

export interface TestS3 {
  /** For a workspace that keeps its files there. */
  config: Extract<StorageConfig, { driver: 's3' }>;
  stop(): Promise<void>;
}

/** An empty store that speaks S3. */
export async function aS3(): Promise<TestS3> {
  const folder = aFolder();
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: join(folder, 'store'),
    configureBuckets: [{ name: 'pictures', configs: [] }],
  });
  const { port } = await server.run();
  return {
    config: {
      driver: 's3',
      endpoint: `http://127.0.0.1:${port}`,
      region: 'us-east-1',
      bucket: 'pictures',
      accessKeyId: 'S3RVER',
      secretAccessKey: 'S3RVER',
      presign: true,
      stagingFolder: join(folder, 'staging'),
    },
    stop: () => server.close(),
  };
}
