package com.example.orders;

import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import java.util.List;

/** Orders over REST. */
@Path("orders")
@Produces("application/json")
public class OrdersResource {

    @Inject
    private Orders orders;

    @Inject
    private OrderImport orderImport;

    @POST
    @Consumes("text/csv")
    public List<Long> read(String csv) {
        return orderImport.read(csv);
    }

    @GET
    @Path("count")
    public long count() {
        return orders.count();
    }

    @GET
    @Path("{id}")
    public Order one(@PathParam("id") long id) {
        return orders.find(id).orElseThrow(NotFoundException::new);
    }

    @PUT
    @Path("{id}/customer")
    @Consumes("text/plain")
    public void setCustomer(@PathParam("id") long id, String customer) {
        orders.setCustomer(id, customer);
    }
}
