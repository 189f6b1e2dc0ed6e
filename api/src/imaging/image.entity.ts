import { Field, ID, Int, ObjectType } from 'type-graphql';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

/** One picture of one person. Equal bytes are stored once; each owner has a row of their own. */
@ObjectType({ description: 'A picture that was made for somebody.' })
@Entity('image')
export class Image {
  @Field(() => ID, { description: 'UUID.' })
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'request_id' })
  requestId!: string;

  @Column('uuid', { name: 'account_id' })
  accountId!: string;

  @Field(() => Int, { description: 'From 0, in the order of the request.' })
  @Column('int')
  position!: number;

  @Field(() => String, { description: 'SHA-256 of the original bytes, hex.' })
  @Column('text')
  sha256!: string;

  @Field(() => String, { description: 'Of the original: image/png, image/jpeg or image/webp.' })
  @Column('text', { name: 'mime_type' })
  mimeType!: string;

  @Field(() => Int, { description: 'Of the original, in pixels.' })
  @Column('int')
  width!: number;

  @Field(() => Int, { description: 'Of the original, in pixels.' })
  @Column('int')
  height!: number;

  @Field(() => Int, { description: 'Of the original, in bytes.' })
  @Column('int', { name: 'byte_size' })
  byteSize!: number;

  /** When the thumbnails were made; until then there is nothing to show but the shape. */
  @Column({ type: 'timestamptz', name: 'derived_at', precision: 3, nullable: true })
  derivedAt!: Date | null;

  @Field(() => Date, { description: 'When it arrived.' })
  @Column({ type: 'timestamptz', name: 'created_at', precision: 3 })
  createdAt!: Date;

  @Column({ type: 'timestamptz', name: 'deleted_at', precision: 3, nullable: true })
  deletedAt!: Date | null;

  /** When the bytes were given up, after which nothing can be restored. */
  @Column({ type: 'timestamptz', name: 'purged_at', precision: 3, nullable: true })
  purgedAt!: Date | null;

  // Below: no columns. The reads fill what an operation selects; links are made for the viewer.

  @Field(() => String, { nullable: true, description: 'At most 480 pixels wide. Null until made.' })
  thumbnailUrl?: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'At most 1600 pixels wide, without camera metadata. Null until made.',
  })
  displayUrl?: string | null;

  @Field(() => String, { description: 'The original bytes.' })
  downloadUrl?: string;
}
