// What entities and conditions are written with. From TypeORM's own files: its entry loads all of its
// drivers, which takes longer than the rest of a start, and is needed only when a database is opened.
export { Column } from 'typeorm/decorator/columns/Column.js';
export { PrimaryColumn } from 'typeorm/decorator/columns/PrimaryColumn.js';
export { PrimaryGeneratedColumn } from 'typeorm/decorator/columns/PrimaryGeneratedColumn.js';
export { Entity } from 'typeorm/decorator/entity/Entity.js';
export { Index } from 'typeorm/decorator/Index.js';
export { JoinColumn } from 'typeorm/decorator/relations/JoinColumn.js';
export { ManyToOne } from 'typeorm/decorator/relations/ManyToOne.js';
export { IsNull } from 'typeorm/find-options/operator/IsNull.js';
export { LessThan } from 'typeorm/find-options/operator/LessThan.js';
export { MoreThan } from 'typeorm/find-options/operator/MoreThan.js';
