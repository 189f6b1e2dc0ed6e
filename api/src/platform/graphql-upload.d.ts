/** What we use of graphql-upload, which says its types in comments. */
declare module 'graphql-upload/GraphQLUpload.mjs' {
  import type { GraphQLScalarType } from 'graphql';

  /** Takes an `Upload` from the variables, and nothing else; a resolver gets the promise of the file. */
  const GraphQLUpload: GraphQLScalarType;
  export default GraphQLUpload;
}

declare module 'graphql-upload/Upload.mjs' {
  import type { UploadedFile } from './graphql-multipart.ts';

  export default class Upload {
    promise: Promise<UploadedFile>;
    resolve(file: UploadedFile): void;
    reject(error: Error): void;
  }
}
