import '@influencegen/shared-schema/test/browser';
