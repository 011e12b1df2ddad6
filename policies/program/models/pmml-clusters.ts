/** Centres in PMML: the nearest by squared distance over the inputs. @see PMML 4.4.1, "ClusteringModel" */
import { attribute, printSchema } from '../../privacy/train/pmml-parts.ts';
import type { CardOf } from './card.ts';
import { inputName } from './pmml-fields.ts';

/** For every card, one ClusteringModel whose clusters are named 1, 2, …. */
export function printClusters({ features, centres }: CardOf<'kmeans'>): string {
  const fields = features.map(
    (field) => `<ClusteringField field=${attribute(inputName(field))} compareFunction="absDiff"/>`,
  );
  const clusters = centres.map(
    ({ at }, place) =>
      `<Cluster id="${place + 1}"><Array type="real" n="${at.length}">${at.join(' ')}</Array></Cluster>`,
  );
  return [
    `<ClusteringModel functionName="clustering" modelClass="centerBased" numberOfClusters="${centres.length}">`,
    printSchema(features),
    '<Output><OutputField name="cluster(id)" optype="categorical" dataType="string" feature="predictedValue"/></Output>',
    '<ComparisonMeasure kind="distance"><squaredEuclidean/></ComparisonMeasure>',
    ...fields,
    ...clusters,
    '</ClusteringModel>',
  ].join('');
}
