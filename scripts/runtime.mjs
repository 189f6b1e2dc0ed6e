// How Node runs API and worker; docker-compose.yml says the same.

/** By default, Node lets short-lived objects take 128 MB on a large machine: more than a thousand connections need. */
export const nodeArguments = ['--enable-source-maps', '--max-semi-space-size=16'];

export const nodeEnvironment = {
  // Node's four threads for files are fewer than the pictures that arrive at once: the next one waits until a disk is done with these.
  UV_THREADPOOL_SIZE: '8',
  // Memory of a picture that was received serves the next one. By default the C library hands it back to the kernel and
  // asks for it anew, page by page: a tenth of all work while pictures arrive. Other C libraries take no notice.
  MALLOC_TRIM_THRESHOLD_: '33554432',
  MALLOC_MMAP_THRESHOLD_: '1048576',
};
